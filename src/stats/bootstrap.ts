import { normalTail, studentPoint } from './normal.ts';
import type { Random } from './random.ts';

/** Enough that the ends of a 95 % interval are steady to a tenth of its width (Efron and Tibshirani, §13.3). */
export const REPLICATES = 2_000;

/** What the estimate would have been, had the same blocks come in other numbers; sorted. */
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

/**
 * 95 % interval from the replicates of n blocks. Plain percentiles are too narrow for few blocks, as a normal interval is
 * beside Student's; so they are taken further out by as much (the expanded percentile interval: Hesterberg, 2015).
 */
export function bootstrapInterval(replicates: Float64Array, n: number): readonly [number, number] {
  const tail = n < 2 ? 0 : normalTail(studentPoint(n - 1) * Math.sqrt(n / (n - 1)));
  const last = replicates.length - 1;
  const at = Math.min(TAIL, tail) * last;
  return [replicates[Math.floor(at)] ?? 0, replicates[Math.ceil(last - at)] ?? 0];
}

/** How often the estimate would have been at or below that value; never quite 0, since replicates are few. */
export function shareAtOrBelow(replicates: Float64Array, value: number): number {
  const index = replicates.findIndex((replicate) => replicate > value);
  const below = index === -1 ? replicates.length : index;
  return (below + 1) / (replicates.length + 1);
}
