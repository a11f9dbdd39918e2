import type { AddressVisits } from './evidence.ts';

/** Where the answers of one address became slow, and stayed so. */
export interface DelayStep {
  /** How many answers were quick, from the first one on. */
  readonly quick: number;
  readonly quickMs: number;
  /** The delayed answers: their number, and the typical one. */
  readonly delayed: number;
  readonly delayedMs: number;
}

/** Less is no step: a busy machine delays answers by some milliseconds. */
const LEAST_STEP_MS = 50;
const LEAST_FACTOR = 2;
/** Two slow answers in a row may be chance. */
const FEWEST_DELAYED = 3;

/** The times of all answers of an address in the order of their requests, from the request to the first byte. */
const seriesOf = ({ cold, warm }: AddressVisits): readonly number[] => [
  ...cold.flatMap(({ connectMs, firstByteMs }) => (firstByteMs === null ? [] : [firstByteMs - connectMs])),
  ...warm.map(({ firstByteMs }) => firstByteMs),
];

/** Null unless the first answers are quick and each later one is slow. */
export function delayStep(visits: AddressVisits): DelayStep | null {
  const series = seriesOf(visits);
  for (let quick = 1; quick <= series.length - FEWEST_DELAYED; quick += 1) {
    const quickMs = Math.max(...series.slice(0, quick));
    const later = series.slice(quick).toSorted((a, b) => a - b);
    const [leastMs = 0] = later;
    if (leastMs >= quickMs * LEAST_FACTOR && leastMs - quickMs >= LEAST_STEP_MS) {
      return { quick, quickMs, delayed: later.length, delayedMs: later[Math.floor(later.length / 2)] ?? leastMs };
    }
  }
  return null;
}
