import { normalTail, studentPoint } from './normal.ts';
import type { Random } from './random.ts';

/** With this many the ends of a 95 % interval are stable to a tenth of its width (Efron and Tibshirani, §13.3). */
export const REPLICATES = 2_000;

/** The estimates on resamples with replacement, sorted. */
export function bootstrap<Sample>(
  samples: readonly Sample[],
  estimate: (resampled: readonly Sample[]) => number,
  random: Random,
): Float64Array {
  const replicates = new Float64Array(REPLICATES);
  const resampled = [...samples];
  for (let replicate = 0; replicate < REPLICATES; replicate += 1) {
    for (let i = 0; i < samples.length; i += 1) {
      const chosen = samples[Math.floor(random() * samples.length)];
      if (chosen !== undefined) resampled[i] = chosen;
    }
    replicates[replicate] = estimate(resampled);
  }
  return replicates.sort();
}

const TAIL = 0.025;

/** The 95 % interval from the percentiles of the replicates. */
export const percentileInterval = (replicates: Float64Array): readonly [number, number] => between(replicates, TAIL);

/**
 * The expanded percentile interval (Hesterberg, 2015). Plain percentiles are too narrow for few blocks, as a normal interval
 * is compared with Student's. The percentiles are taken further out by the same factor.
 */
export function expandedInterval(replicates: Float64Array, n: number): readonly [number, number] {
  const tail = n < 2 ? 0 : normalTail(studentPoint(n - 1) * Math.sqrt(n / (n - 1)));
  return between(replicates, Math.min(TAIL, tail));
}

function between(replicates: Float64Array, tail: number): readonly [number, number] {
  const last = replicates.length - 1;
  return [replicates[Math.floor(tail * last)] ?? 0, replicates[Math.ceil(last - tail * last)] ?? 0];
}

/** The share of replicates at or below that value. Never 0, since the number of replicates is finite. */
export function shareAtOrBelow(replicates: Float64Array, value: number): number {
  const index = replicates.findIndex((replicate) => replicate > value);
  const below = index === -1 ? replicates.length : index;
  return (below + 1) / (replicates.length + 1);
}
