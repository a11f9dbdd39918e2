import { ms } from '../duration.ts';
import { insideAudit } from './inside-audit.ts';
import { eachRequest, nameOf, plural, trafficFacts, trafficOf } from './traffic-facts.ts';

export const downstreamConnectEachRequest = insideAudit({
  id: 'downstream-connect-each-request',
  title: 'the server opens a connection to another server for each request',
  holds: 'connections to other servers are reused',
  summaryOf(cause, waits) {
    const opened = plural(eachRequest(trafficOf(waits, cause)?.opened ?? 0, waits), 'new connection');
    return `For ${ms(cause.ms)} of the ${ms(cause.requestMs)} of ${cause.of} the server waits for ${opened} to ${nameOf(cause)}.`;
  },
  factsOf: trafficFacts,
  adviceFor: (cause) => [
    {
      do: 'keep connections open between requests: a pool, persistent connections, keepalive of an upstream',
      command: null,
      where: 'server',
      savesMs: cause.ms,
    },
    {
      do: `find why ${nameOf(cause)} greets late: a reverse lookup of its client (skip_name_resolve of MySQL, log_hostname of PostgreSQL), TLS, or the check of a password`,
      command: null,
      where: 'machine',
      savesMs: null,
    },
  ],
});
