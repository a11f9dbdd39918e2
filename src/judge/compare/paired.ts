import { bootstrap, percentileInterval, shareAtOrBelow } from '../../stats/bootstrap.ts';
import { hodgesLehmann } from '../../stats/hodges-lehmann.ts';
import { seededRandom } from '../../stats/random.ts';

/** The seed is fixed, so that the same blocks always give the same verdict, also from a saved run. */
const SEED = 20_261_123;

/** A change between paired blocks as the logarithm of a ratio, in which twice and half have equal distance from zero. */
export interface LogChange {
  readonly estimate: number;
  readonly interval: readonly [number, number];
  /** How likely such blocks are if the change is not above that value, or not below it (one-sided). */
  readonly pNotAbove: (value: number) => number;
  readonly pNotBelow: (value: number) => number;
}

/** @throws RangeError where there are no pairs. */
export function logChangeOf(logRatios: readonly number[]): LogChange {
  const replicates = bootstrap(logRatios, hodgesLehmann, seededRandom(SEED));
  const mirrored = Float64Array.from(replicates, (value) => -value).sort();
  const estimate = hodgesLehmann(logRatios);
  const [low, high] = percentileInterval(replicates);
  return {
    estimate,
    // With few and similar pairs, the estimate may lie outside the replicates; the interval must contain it.
    interval: [Math.min(low, estimate), Math.max(high, estimate)],
    pNotAbove: (value) => shareAtOrBelow(replicates, value),
    pNotBelow: (value) => shareAtOrBelow(mirrored, -value),
  };
}

export const asShare = (log: number): number => Math.expm1(log);
