import type { AlertView, Reading, Series } from '../../model/watch.ts';
import { quantile } from '../../stats/quantile.ts';
import { msText } from '../number-text.ts';

/** A summary of the last readings. */
export interface Recently {
  readonly n: number;
  readonly errors: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

export function recently(readings: readonly Reading[]): Recently {
  const timesMs = readings.flatMap(({ ms }) => (ms === null ? [] : [ms]));
  const at = (share: number): number | null => (timesMs.length === 0 ? null : quantile(timesMs, share));
  return { n: readings.length, errors: readings.length - timesMs.length, p50Ms: at(0.5), p95Ms: at(0.95) };
}

export const within = ({ readings }: Series, nowMs: number, windowMs: number): readonly Reading[] =>
  readings.filter(({ atMs }) => atMs > nowMs - windowMs);

export const timeText = (ms: number | null): string => (ms === null ? '–' : `${msText(ms)} ms`);

export const valueText = ({ value, isShare }: Pick<AlertView, 'value' | 'isShare'>): string => {
  if (value === null) return 'too few probes';
  return isShare ? `${(value * 100).toFixed(0)} %` : timeText(value);
};

/** A duration: `2 h 5 min`, `45 s`. */
export function lastedText(ms: number): string {
  const s = Math.round(ms / 1_000);
  if (s < 60) return `${s} s`;
  if (s < 3_600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3_600)} h ${Math.floor((s % 3_600) / 60)} min`;
}

/** The time of day in UTC, which is the same for every reader. */
export const clockText = (atMs: number): string => new Date(atMs).toISOString().slice(11, 19);
