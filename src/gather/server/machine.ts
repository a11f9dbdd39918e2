import { availableParallelism, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Machine } from '../../model/machine.ts';
import { got } from '../../model/outcome.ts';
import { observer } from '../contract.ts';
import { processTimes, usedBetween } from './waits/process-times.ts';
import { serversOf, textOf, withDescendants } from './waits/processes.ts';

const US_PER_MS = 1_000;
const NS_PER_MS = 1_000_000;
/** USER_HZ is 100 on all architectures that Node runs on. */
const MS_PER_CLOCK_TICK = 10;

/** What the kernel counts since its start. */
export interface Counts {
  readonly atMs: number;
  readonly pressureMs: number | null;
  readonly stolenMs: number;
  readonly queuedMs: number | null;
}

/** The texts of /proc/pressure/cpu, /proc/stat and /proc/self/schedstat; null where the kernel has no such file. */
export interface CountTexts {
  readonly pressure: string | null;
  readonly stat: string | null;
  readonly schedule: string | null;
}

export function countsIn({ pressure, stat, schedule }: CountTexts, atMs: number): Counts {
  const total = /^some .*total=(\d+)/m.exec(pressure ?? '')?.[1];
  // The columns of the first line, from proc(5): user nice system idle iowait irq softirq steal.
  const stolen = /^cpu +(?:\d+ ){7}(\d+)/m.exec(stat ?? '')?.[1];
  const queued = /^\d+ (\d+)/.exec(schedule ?? '')?.[1];
  return {
    atMs,
    pressureMs: total === undefined ? null : Number(total) / US_PER_MS,
    stolenMs: Number(stolen ?? 0) * MS_PER_CLOCK_TICK,
    queuedMs: queued === undefined ? null : Number(queued) / NS_PER_MS,
  };
}

const readCounts = (): Counts =>
  countsIn(
    {
      pressure: textOf('/proc/pressure/cpu'),
      stat: textOf('/proc/stat'),
      schedule: textOf('/proc/self/schedstat'),
    },
    performance.now(),
  );

const grown = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : Math.max(0, after - before);

/** Programs that use less are no help to a reader. */
const NOTABLE_CORES = 0.1;

export const machine = observer({
  kind: 'machine',
  title: 'reading how busy this machine is',
  when: 'during',
  observes: 'addresses',
  harm: 'none',
  depth: 'quick',
  budgetMs: 5_000,
  sends: [],
  platforms: ['linux'],
  needs: [],
  async begin(_have, { target }) {
    const [times, before] = [processTimes(), readCounts()];
    return async () => {
      const after = readCounts();
      const elapsedMs = after.atMs - before.atMs;
      const not = new Set([
        ...serversOf(target.port, new Set()),
        ...withDescendants(new Set([process.pid]), new Set()),
      ]);
      const used = usedBetween(times, processTimes(), (pid) => !not.has(pid));
      return got({
        elapsedMs,
        cores: availableParallelism(),
        loadAverage: loadavg()[0] ?? 0,
        pressureMs: grown(before.pressureMs, after.pressureMs),
        stolenMs: grown(before.stolenMs, after.stolenMs) ?? 0,
        queuedMs: grown(before.queuedMs, after.queuedMs),
        others: used
          .map(({ program, pid, us }) => ({ program, pid, cores: us / US_PER_MS / Math.max(1, elapsedMs) }))
          .filter(({ cores }) => cores >= NOTABLE_CORES),
      } satisfies Machine);
    };
  },
});
