import type { Recent } from '../recent.ts';

/** The latest interval of all processes, for the progress line: the quantiles are means weighted by the responses. */
export function mergeRecent(intervals: readonly Recent[]): Recent {
  const sum = (of: (interval: Recent) => number): number => intervals.reduce((total, each) => total + of(each), 0);
  const n = sum((each) => each.n);
  const weighted = (of: (interval: Recent) => number): number => (n === 0 ? 0 : sum((each) => of(each) * each.n) / n);
  return {
    n,
    errors: sum(({ errors }) => errors),
    p50Ms: weighted(({ p50Ms }) => p50Ms),
    p95Ms: weighted(({ p95Ms }) => p95Ms),
  };
}
