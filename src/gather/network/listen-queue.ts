import { setTimeout as sleep } from 'node:timers/promises';
import type { ListenQueue } from '../../model/listen-queue.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import { observer } from '../contract.ts';
import { type Queue, readQueues } from '../server/listeners/queues.ts';
import { runTool } from '../server/listeners/tools.ts';
import { readKernelCounters } from './kernel-counters.ts';

/** A full queue stays full for a second, until the client sends its SYN again. */
const LOOK_EVERY_MS = 50;

/** Looks at the queues of a port until the returned function is called. */
export async function watchListenQueue(
  port: number,
  signal: AbortSignal,
): Promise<() => Promise<Outcome<ListenQueue>>> {
  const before = await readQueues(port);
  const [overflowsBefore, backlogs] = await Promise.all([overflows(), readBacklogs(port, signal)]);
  const most = new Map<string, number>();
  const look = (queues: readonly Queue[]): void => {
    for (const { address, waiting } of queues) most.set(address, Math.max(waiting, most.get(address) ?? 0));
  };
  const watching = new AbortController();
  const watched = before === null ? null : lookUntil(AbortSignal.any([signal, watching.signal]), port, look);
  return async () => {
    watching.abort();
    await watched;
    if (before === null) return gotNothing('no-reader', 'the queues of listening sockets are read on Linux only');
    const overflowsAfter = await overflows();
    return got({
      listeners: before.map(({ address, waiting }) => ({
        address,
        waitingBefore: waiting,
        mostWaiting: Math.max(waiting, most.get(address) ?? 0),
        backlog: backlogs.get(address) ?? null,
      })),
      overflows: overflowsBefore === null || overflowsAfter === null ? null : overflowsAfter - overflowsBefore,
    });
  };
}

async function lookUntil(signal: AbortSignal, port: number, look: (queues: readonly Queue[]) => void): Promise<void> {
  while (!signal.aborted) {
    look((await readQueues(port)) ?? []);
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

const overflows = async (): Promise<number | null> => (await readKernelCounters())?.listenOverflows ?? null;

/** The backlog of each listener, by its address. Empty without ss, which alone shows it. */
async function readBacklogs(port: number, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  if (process.platform !== 'linux') return new Map();
  const ran = await runTool('ss', ['-ltnH', `sport = :${port}`], 'linux', signal);
  return parseBacklogs(ran.kind === 'ended' ? ran.stdout : '');
}

const LINE = /^LISTEN\s+\d+\s+(?<backlog>\d+)\s+(?<address>\S+):\d+\s/;

/** `LISTEN 0 511 [::1]:8000 [::]:*` of `ss -ltnH`. A socket for both families has the address `*`. */
export const parseBacklogs = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text.split('\n').flatMap((line) => {
      const { backlog, address } = LINE.exec(line)?.groups ?? {};
      return backlog === undefined || address === undefined ? [] : [[plain(address), Number(backlog)] as const];
    }),
  );

const plain = (address: string): string =>
  address === '*'
    ? '::'
    : address
        .replace(/^\[|\]$/g, '')
        .replace(/%.*$/, '')
        .replace(/^::ffff:(?=[\d.]+$)/, '');

export const listenQueue = observer({
  kind: 'listen-queue',
  title: 'reading the queue of connections that are not accepted',
  when: 'during',
  observes: 'addresses',
  harm: 'none',
  depth: 'quick',
  budgetMs: 5_000,
  sends: [],
  needs: [],
  begin: (_have, { target, signal }) => watchListenQueue(target.port, signal),
});
