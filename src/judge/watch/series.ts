import type { Minute, Probe, Reading, Series } from '../../model/watch.ts';
import { quantile } from '../../stats/quantile.ts';

/** The window of the alerts, and a line of bars as long as a terminal is wide, at ten probes a second. */
export const MOST_READINGS = 300;
/** A day. */
export const MOST_MINUTES = 1_440;
const MINUTE_MS = 60_000;

export const newSeries = (id: string): Series => ({ id, readings: [], minutes: [], because: null });

const minuteOf = (atMs: number): number => Math.floor(atMs / MINUTE_MS) * MINUTE_MS;

/** The series with one probe more. The minute that goes on is written anew from its readings. */
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

/** Counts and the maximum are of the whole minute; its quantiles of the readings that are still kept. */
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
