import { ms } from '../duration.ts';
import { insideAudit } from './inside-audit.ts';

export const diskBoundRequest = insideAudit({
  id: 'disk-bound-request',
  title: 'the server waits for the disk during each request',
  holds: 'the disk does not take most of a request',
  summaryOf: (cause) =>
    `For ${ms(cause.ms)} of the ${ms(cause.requestMs)} of ${cause.of} the server waits for the disk.`,
  adviceFor: ({ ms: costMs }) => [
    {
      do: 'sync once for each request and not for each row: one transaction for all writes',
      command: null,
      where: 'server',
      savesMs: costMs,
    },
    {
      do: 'let a database of development sync less often (SQLite: PRAGMA journal_mode=WAL and synchronous=NORMAL; PostgreSQL: synchronous_commit=off)',
      command: null,
      where: 'server',
      savesMs: costMs,
    },
    {
      do: 'move sessions, caches and uploads off a slow file system, like a mounted folder of a container',
      command: null,
      where: 'machine',
      savesMs: null,
    },
  ],
});
