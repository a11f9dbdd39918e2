import { signedPercent } from '../model/change-text.ts';
import { spaced } from './number-text.ts';

/** Times below this are written in microseconds. */
const MICROSECONDS_BELOW_MS = 0.1;
const SIGNIFICANT = 3;
const MOST_DECIMALS = 9;
/** The shown times may differ from the shown change by a hundredth of it, or by a tenth of a percent where it is small. */
const RELATIVE_SLACK = 0.01;
const LEAST_SLACK = 0.001;

/**
 * `24.1 → 27.9 ms`. The number of digits is chosen so that the two times agree with the shown change: they are equal where
 * it is ±0.0 %.
 */
export function timesText(beforeMs: number, afterMs: number, change: number | null): string {
  const inMicroseconds = Math.max(beforeMs, afterMs) < MICROSECONDS_BELOW_MS;
  const [before, after] = inMicroseconds ? [beforeMs * 1_000, afterMs * 1_000] : [beforeMs, afterMs];
  const unit = inMicroseconds ? 'µs' : 'ms';
  const first = decimalsFor(Math.max(before, after));
  if (change === null) return `${spaced(before.toFixed(first))} → ${spaced(after.toFixed(first))} ${unit}`;
  const finer = Array.from({ length: MOST_DECIMALS - first + 1 }, (_, index) => first + index);
  const coarser = Array.from({ length: first }, (_, index) => first - 1 - index);
  const pair = [...finer, ...coarser]
    .map((decimals) => [before.toFixed(decimals), after.toFixed(decimals)] as const)
    .find(([from, to]) => agree(Number(from), Number(to), change));
  const [from, to] = pair ?? [before.toFixed(first), before.toFixed(first)];
  return `${spaced(from)} → ${spaced(to)} ${unit}`;
}

export function timeText(ms: number): string {
  const inMicroseconds = ms < MICROSECONDS_BELOW_MS;
  const value = inMicroseconds ? ms * 1_000 : ms;
  return `${spaced(value.toFixed(decimalsFor(value)))} ${inMicroseconds ? 'µs' : 'ms'}`;
}

const decimalsFor = (value: number): number =>
  Math.min(MOST_DECIMALS, Math.max(0, SIGNIFICANT - 1 - Math.floor(Math.log10(Math.max(1e-6, value)))));

function agree(from: number, to: number, change: number): boolean {
  if (from <= 0 || to <= 0) return false;
  if (signedPercent(change).startsWith('±')) return from === to;
  if (Math.sign(to - from) !== Math.sign(change)) return false;
  return Math.abs(to / from - 1 - change) <= Math.max(LEAST_SLACK, RELATIVE_SLACK * Math.abs(change));
}
