import { fieldOf } from '../grammar.ts';
import { holds } from '../threshold-grammar.ts';
import type { AlertState, Reading } from '../../model/watch.ts';
import { mean, quantile, quantileShares } from '../../stats/quantile.ts';
import type { Alert, WatchedStatistic } from './alert-grammar.ts';

/** Long enough that one late answer does not change the p95 at one probe a second, short enough to react within a minute. */
export const WINDOW_MS = 30_000;
/** A share or a tail needs at least this many readings. */
export const FEWEST_READINGS = 5;

/** The readings of the window that ends now. */
export const inWindow = (readings: readonly Reading[], nowMs: number): readonly Reading[] =>
  readings.filter(({ atMs }) => atMs > nowMs - WINDOW_MS && atMs <= nowMs);

/** The value in ms, or a share for errors; null with too few readings. */
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

/** The next state of an alert. Without a value the state stays, because missing readings prove nothing. */
export function nextState(alert: Alert, before: AlertState, value: number | null, nowMs: number): AlertState {
  if (value === null) return before;
  if (!holds(alert, value)) return { kind: 'quiet' };
  if (before.kind === 'firing') return before;
  const sinceMs = before.kind === 'pending' ? before.sinceMs : nowMs;
  return nowMs - sinceMs >= alert.forMs ? { kind: 'firing', sinceMs } : { kind: 'pending', sinceMs };
}
