import { performance } from 'node:perf_hooks';
import { cpuUsage, platform } from 'node:process';
import type { SelfCheckSignal } from '../../model/suite.ts';
import { levelAbove, percent } from './signal.ts';

/** Several slices of a scheduler, which are some 3 ms: whoever shares the core has been given its turns by then. */
const ASKED_MS = 20;
const US_PER_MS = 1_000;
/** Each look at the clock leaves a number to collect, and a collection would fall into the pass that begins then. */
const TURNS_A_LOOK = 10_000;

/**
 * How much of a core the generator gets when it wants all of one, at a moment when no request is out: then the server
 * has nothing to do, and whoever takes the core away has nothing to do with the server. Between 0 and 1; null where the
 * system counts CPU time too coarsely for that (Windows: 15.6 ms).
 */
export function measureCoreShare(): number | null {
  if (platform === 'win32') return null;
  const before = cpuUsage();
  const startMs = performance.now();
  do for (let turn = 0; turn < TURNS_A_LOOK; turn += 1);
  while (performance.now() - startMs < ASKED_MS);
  const tookMs = performance.now() - startMs;
  const { user, system } = cpuUsage(before);
  return Math.min(1, (user + system) / US_PER_MS / tookMs);
}

/** One process that computes leaves half of the core; a tenth is what a system does beside. */
const TAKEN_YELLOW = 0.1;
const TAKEN_RED = 0.25;

/** What others took of its core, before the pass and after it: the smaller one, since a moment is not a pass. */
export function coreSignal(before: number | null, after: number | null): readonly SelfCheckSignal[] {
  if (before === null || after === null) return [];
  const taken = 1 - Math.max(before, after);
  const because = `with no request out it got ${percent(1 - taken)} of a core, before the pass or after it`;
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
