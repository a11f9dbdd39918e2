import type { Stretch } from '../../model/suite.ts';
import { failedMsOf } from '../stalls.ts';

/** Neighbouring stretches drawn as one: the weighted mean of their medians, and their slowest answer. */
export interface Column {
  readonly fromS: number;
  readonly toS: number;
  readonly n: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly maxMs: number;
  /** The time of the slowest answer. */
  readonly maxAtS: number;
  /** The time of the slowest failed request. */
  readonly failedMs: number;
}

/**
 * At most `most` columns of equal length. A column keeps its slowest answer, so that a long run still shows every stall.
 * Medians are weighted by their number of answers.
 */
export function columnsOf(timeline: readonly Stretch[], most: number): readonly Column[] {
  const spanS = endOf(timeline);
  if (spanS <= 0) return [];
  const count = Math.min(most, timeline.length);
  const buckets: Stretch[][] = Array.from({ length: count }, () => []);
  for (const stretch of timeline) {
    const middleS = stretch.fromS + stretch.lengthS / 2;
    buckets[Math.min(count - 1, Math.floor((middleS / spanS) * count))]?.push(stretch);
  }
  return buckets.flatMap((stretches) => (stretches.length === 0 ? [] : [columnOf(stretches)]));
}

export const endOf = (timeline: readonly Stretch[]): number =>
  timeline.reduce((latest, { fromS, lengthS }) => Math.max(latest, fromS + lengthS), 0);

function columnOf(stretches: readonly Stretch[]): Column {
  const n = stretches.reduce((sum, stretch) => sum + stretch.n, 0);
  const weighed = stretches.reduce((sum, stretch) => sum + stretch.p50Ms * stretch.n, 0);
  const slowest = stretches.reduce((most, stretch) => (stretch.maxMs > most.maxMs ? stretch : most));
  const [first, last] = [stretches[0] ?? slowest, stretches.at(-1) ?? slowest];
  return {
    fromS: first.fromS,
    toS: last.fromS + last.lengthS,
    n,
    errors: stretches.reduce((sum, { errors }) => sum + errors, 0),
    p50Ms: n === 0 ? 0 : weighed / n,
    maxMs: slowest.maxMs,
    maxAtS: slowest.fromS,
    failedMs: Math.max(...stretches.map(failedMsOf)),
  };
}
