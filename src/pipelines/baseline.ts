import { compareTimes, leftOut, timeOfBaseline, timeOfRun } from '../judge/compare/comparison.ts';
import type { Baseline } from '../model/baseline.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Run } from '../model/run.ts';

/** The comparison with the baseline, and the suites that cannot be compared. */
export function comparedWithBaseline(
  baseline: Baseline | null,
  made: Pick<Run, 'suites' | 'host' | 'startedAt'>,
): { readonly comparison: Comparison | null; readonly uncompared: readonly string[] } {
  if (baseline === null) return { comparison: null, uncompared: [] };
  const [then, now] = [timeOfBaseline(baseline), timeOfRun(made, { kind: 'live', label: 'this run' })];
  const measured = [...baseline.standings, ...made.suites].map(({ suite }) => suite);
  return { comparison: compareTimes(then, now), uncompared: leftOut(then, now, measured) };
}
