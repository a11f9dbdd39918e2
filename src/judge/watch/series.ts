import type { Minute, Probe, Reading, Series } from '../../model/watch.ts';
import { quantile } from '../../stats/quantile.ts';

/** Enough for the window of the alerts at ten probes a second, and for a line of bars across a terminal. */
export const MOST_READINGS = 300;
/** A day. */
export const MOST_MINUTES = 1_440;
const MINUTE_MS = 60_000;

export const newSeries = (id: string): Series => ({ id, readings: [], minutes: [], because: null });

const minuteOf = (atMs: number): number => Math.floor(atMs / MINUTE_MS) * MINUTE_MS;

/** Adds a probe to the series. The current minute is calculated again from its readings. */
export function withProbe(series: Series, { atMs, tookMs, because }: Probe): Series {
  const ms = because === null ? tookMs : null;
  const readings = [...series.readings, { atMs, ms }].slice(-MOST_READINGS);
  const startMs = minuteOf(atMs);
  const earlier = series.minutes.filter((minute) => minute.atMs < startMs);
  const current = series.minutes.find((minute) => minute.atMs === startMs);
  const inMinute = readings.filter((reading) => minuteOf(reading.atMs) === startMs);
  const minute = summed(current ?? emptyMinute(startMs), inMinute, ms);
  return { ...series, readings, minutes: [...earlier, minute].slice(-MOST_MINUTES), because };
}

const emptyMinute = (atMs: number): Minute => ({ atMs, n: 0, errors: 0, p50Ms: null, p95Ms: null, maxMs: null });

/** Counts and the maximum cover the whole minute; quantiles cover only the readings that are still kept. */
function summed(before: Minute, readings: readonly Reading[], ms: number | null): Minute {
  const timesMs = readings.flatMap((reading) => (reading.ms === null ? [] : [reading.ms]));
  const at = (share: number): number | null => (timesMs.length === 0 ? null : quantile(timesMs, share));
  return {
    atMs: before.atMs,
    n: before.n + 1,
    errors: before.errors + (ms === null ? 1 : 0),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    maxMs: ms === null ? before.maxMs : Math.max(before.maxMs ?? 0, ms),
  };
}
