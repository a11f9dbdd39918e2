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
    const later = series.slice(quick);
    const leastMs = Math.min(...later);
    const delayedMs = middleOf(later);
    const isStep = leastMs >= quickMs * LEAST_FACTOR && leastMs - quickMs >= LEAST_STEP_MS;
    if (isStep && isRegular(later, delayedMs)) return { quick, quickMs, delayed: later.length, delayedMs };
  }
  return null;
}

const middleOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * A limit delays most requests by the same time, or each by more than the one before. Other programs delay them at random. A
 * request that was sent late is delayed for a shorter time.
 */
const ALIKE = 0.25;
const FEWEST_ALIKE = 0.6;
const LARGEST_FALL = 0.9;

function isRegular(delayed: readonly number[], typicalMs: number): boolean {
  const alike = delayed.filter((ms) => Math.abs(ms - typicalMs) <= ALIKE * typicalMs);
  const isRising = delayed.every((ms, index) => ms >= LARGEST_FALL * (delayed[index - 1] ?? 0));
  return alike.length >= FEWEST_ALIKE * delayed.length || isRising;
}
