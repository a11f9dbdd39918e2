import { decodeHistogram, type LatencyHistogram } from '../../stats/histogram.ts';
import type { SuiteResult } from '../../model/suite.ts';
import { reportedMs } from '../load-text.ts';

/** The labelled percentiles. Each has a tick, and a dot on each curve that reaches it. */
export const PERCENTS = [50, 90, 95, 99, 99.9, 99.99, 99.999] as const;

/** The number of nines: 1 is the 90th percentile, 2 the 99th. Curves, dots and ticks share this scale. */
export const ninesOf = (percent: number): number => -Math.log10(1 - percent / 100);

export interface Point {
  readonly nines: number;
  readonly ms: number;
}

/** The quantiles of one trial along the axis, with the maximum of the table at the end. */
export interface Curve {
  readonly trial: SuiteResult;
  readonly points: readonly Point[];
  readonly dots: readonly (Point & { readonly percent: number })[];
  readonly medianMs: number;
  readonly maxMs: number;
  readonly endNines: number;
}

const STEPS_PER_NINE = 24;

export function curveOf(trial: SuiteResult): readonly Curve[] {
  const histogram = readable(trial.histogram);
  if (histogram === null || histogram.count < 2) return [];
  const at = (nines: number): number => histogram.percentileMs((1 - 10 ** -nines) * 100);
  const known = Math.log10(histogram.count);
  const steps = Math.ceil(known * STEPS_PER_NINE);
  const grid = Array.from({ length: steps + 1 }, (_, index) => (index / steps) * known);
  const dots = PERCENTS.filter((percent) => ninesOf(percent) <= known).map((percent) => ({
    percent,
    nines: ninesOf(percent),
    ms: valueAt(trial, percent) ?? histogram.percentileMs(percent),
  }));
  const maxMs = reportedMs(trial)?.max ?? histogram.maxMs;
  const endNines = endOf(histogram.count);
  const between = grid.map((nines) => ({ nines, ms: Math.min(at(nines), maxMs) }));
  const points = [...between, ...dots, { nines: endNines, ms: maxMs }].toSorted((a, b) => a.nines - b.nines);
  return [{ trial, points, dots, medianMs: valueAt(trial, 50) ?? histogram.percentileMs(50), maxMs, endNines }];
}

/** The slowest of n answers represents the last nth of them, and is drawn in the middle of that part. */
const endOf = (count: number): number => Math.log10(2 * count);

const fields = { 50: 'p50', 90: 'p90', 95: 'p95', 99: 'p99', 99.9: 'p999' } as const;

/** The value in the table, where the table has one. */
const valueAt = (trial: SuiteResult, percent: number): number | null => {
  const field = fields[percent as keyof typeof fields];
  return field === undefined ? null : (reportedMs(trial)?.[field] ?? null);
};

/** A saved file may contain an invalid histogram. Then the curve is left out. */
function readable(histogram: string): LatencyHistogram | null {
  try {
    return decodeHistogram(histogram);
  } catch {
    return null;
  }
}
