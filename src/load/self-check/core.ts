import { performance } from 'node:perf_hooks';
import { cpuUsage, platform } from 'node:process';
import type { SelfCheckSignal } from '../../model/suite.ts';
import { levelAbove, percent } from './signal.ts';

/** Several time slices of the scheduler, which are some 3 ms, so that other processes on the core get their turns. */
const BUSY_MS = 20;
const US_PER_MS = 1_000;
/** Each read of the clock allocates a number. Fewer reads cause no garbage collection in the trial that begins next. */
const TURNS_PER_CLOCK_READ = 10_000;

/**
 * Keeps the core busy and measures which share of it the generator gets, between 0 and 1. No request is in flight, so the
 * rest of the core goes to processes other than the server. Null where the system counts CPU time too coarsely
 * (Windows: 15.6 ms).
 */
export function measureCoreShare(): number | null {
  if (platform === 'win32') return null;
  const before = cpuUsage();
  const startMs = performance.now();
  do for (let turn = 0; turn < TURNS_PER_CLOCK_READ; turn += 1);
  while (performance.now() - startMs < BUSY_MS);
  const tookMs = performance.now() - startMs;
  const { user, system } = cpuUsage(before);
  return Math.min(1, (user + system) / US_PER_MS / tookMs);
}

/** One busy process takes half of the core. The background work of a system takes up to a tenth. */
const TAKEN_YELLOW = 0.1;
const TAKEN_RED = 0.25;

/** The share of the core that others took, before or after the trial: the smaller one, since a peak may be short. */
export function coreSignal(before: number | null, after: number | null): readonly SelfCheckSignal[] {
  if (before === null || after === null) return [];
  const taken = 1 - Math.max(before, after);
  const because = `with no request in flight it got ${percent(1 - taken)} of a core, before the trial or after it`;
  return [
    {
      id: 'core-taken',
      name: 'core taken by others',
      value: taken,
      unit: 'ratio',
      level: levelAbove(taken, TAKEN_YELLOW, TAKEN_RED),
      because,
    },
  ];
}
