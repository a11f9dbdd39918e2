import { ms } from '../duration.ts';
import { insideAudit } from './inside-audit.ts';

/** The settings that name another server, by what people connect to. */
const SETTINGS = 'DB_HOST, DATABASE_URL, REDIS_URL, the LOCATION of a cache, proxy_pass, or the target of a dev proxy';

export const downstreamLateRefusal = insideAudit({
  id: 'downstream-late-refusal',
  title: 'the server connects to an address that does not answer',
  holds: 'the servers that it connects to answer',
  summaryOf: (cause) =>
    `For ${ms(cause.ms)} of the ${ms(cause.requestMs)} of ${cause.of} the server connects to ${cause.peer?.place}, which does not answer.`,
  adviceFor({ peer, ms: costMs }) {
    const place = peer?.place ?? '';
    const port = place.slice(place.lastIndexOf(':') + 1);
    return [
      {
        do: place.startsWith('[::1]')
          ? `name the other server by 127.0.0.1:${port} instead of localhost:${port}, in ${SETTINGS}`
          : `name an address of the other server that answers instead of ${place}, in ${SETTINGS}`,
        command: null,
        where: 'server',
        savesMs: costMs,
      },
      { do: `let the other server listen on ${place} too`, command: null, where: 'machine', savesMs: costMs },
      {
        do: 'keep the connection open between requests, so that only the first one waits',
        command: null,
        where: 'server',
        savesMs: null,
      },
    ];
  },
});
