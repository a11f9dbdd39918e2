import { ms } from '../duration.ts';
import { insideAudit } from './inside-audit.ts';
import { nameOf } from './traffic-facts.ts';

export const serverResolvesNames = insideAudit({
  id: 'server-resolves-names',
  title: 'the server asks for a name during each request',
  holds: 'the server looks up no name during a request',
  summaryOf: (cause) =>
    `For ${ms(cause.ms)} of the ${ms(cause.requestMs)} of ${cause.of} the server waits for the name server ${nameOf(cause)}.`,
  adviceFor: ({ ms: costMs }) => [
    {
      do: 'turn off the lookup of the name of each client (HostnameLookups of Apache, the address_string of a log, getfqdn)',
      command: null,
      where: 'server',
      savesMs: costMs,
    },
    {
      do: 'name other servers by their addresses, or in /etc/hosts, or keep their connections open',
      command: null,
      where: 'server',
      savesMs: costMs,
    },
    {
      do: 'let the machine ask a name server that answers: see /etc/resolv.conf',
      command: 'cat /etc/resolv.conf',
      where: 'machine',
      savesMs: costMs,
    },
  ],
});
