import type { Advice } from '../../model/finding.ts';
import { peerText } from '../../model/waits.ts';
import { ms } from '../duration.ts';
import { insideAudit } from './inside-audit.ts';
import type { CauseOf } from './inside-cause.ts';

export const lockBoundRequest = insideAudit({
  id: 'lock-bound-request',
  title: 'the server waits for a lock',
  holds: 'no lock takes most of a request',
  summaryOf: (cause) =>
    `For ${ms(cause.ms)} of the ${ms(cause.requestMs)} of ${cause.of} the server waits for ${lockText(cause)}.`,
  adviceFor: (cause) => (cause.peer === null ? adviceForThreads : adviceForFile(cause)),
});

const lockText = ({ peer }: CauseOf): string =>
  peer === null
    ? 'a lock: one that another of its threads holds, or a file that another process has locked'
    : `the lock on ${peerText(peer)}`;

const adviceForFile = ({ peer, ms: costMs }: CauseOf): readonly Advice[] => [
  {
    do: `end the transaction or the program that holds the lock on ${peer === null ? 'the file' : peerText(peer)}, or make it shorter`,
    command: null,
    where: 'machine',
    savesMs: costMs,
  },
  {
    do: 'let readers and a writer work at once (SQLite: PRAGMA journal_mode=WAL), and keep transactions short',
    command: null,
    where: 'server',
    savesMs: null,
  },
];

const adviceForThreads: readonly Advice[] = [
  {
    do: 'find which thread holds the lock, with a dump of the stacks of all threads (py-spy dump, jstack, gdb)',
    command: null,
    where: 'server',
    savesMs: null,
  },
  { do: 'hold the lock only while the shared data changes', command: null, where: 'server', savesMs: null },
];
