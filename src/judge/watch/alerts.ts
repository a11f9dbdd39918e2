import { fieldOf } from '../grammar.ts';
import { holds } from '../threshold-grammar.ts';
import type { AlertState, Reading } from '../../model/watch.ts';
import { mean, quantile, quantileShares } from '../../stats/quantile.ts';
import type { Alert, WatchedStatistic } from './alert-grammar.ts';

/** Long enough for a p95 that one late answer does not move at a probe a second, short enough to notice within the minute. */
export const WINDOW_MS = 30_000;
/** Fewer say nothing about a share or a tail. */
export const FEWEST_READINGS = 5;

/** The readings of the window that ends now. */
export const inWindow = (readings: readonly Reading[], nowMs: number): readonly Reading[] =>
  readings.filter(({ atMs }) => atMs > nowMs - WINDOW_MS && atMs <= nowMs);

/** In ms, or a share for errors; null where there is too little to tell. */
export function valueOf(statistic: WatchedStatistic, readings: readonly Reading[]): number | null {
  if (readings.length < FEWEST_READINGS) return null;
  const timesMs = readings.flatMap(({ ms }) => (ms === null ? [] : [ms]));
  if (statistic === 'errors') return 1 - timesMs.length / readings.length;
  if (timesMs.length === 0) return null;
  if (statistic === 'mean') return mean(timesMs);
  if (statistic === 'min') return Math.min(...timesMs);
  if (statistic === 'max') return Math.max(...timesMs);
  return quantile(timesMs, quantileShares[fieldOf(statistic)]);
}

/** What an alert does next. Where nothing can be told it stays as it is: silence is neither health nor illness. */
export function nextState(alert: Alert, before: AlertState, value: number | null, nowMs: number): AlertState {
  if (value === null) return before;
  if (!holds(alert, value)) return { kind: 'quiet' };
  if (before.kind === 'firing') return before;
  const sinceMs = before.kind === 'pending' ? before.sinceMs : nowMs;
  return nowMs - sinceMs >= alert.forMs ? { kind: 'firing', sinceMs } : { kind: 'pending', sinceMs };
}
