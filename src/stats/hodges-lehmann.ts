/**
 * The Hodges–Lehmann estimate: the median of all means of two samples, each sample with itself included. Nearly as
 * precise as the mean where there are no outliers, and unmoved while fewer than 29 % are (Hodges and Lehmann, 1963).
 * @throws RangeError when there are no samples.
 */
export function hodgesLehmann(samples: ArrayLike<number>): number {
  const n = samples.length;
  if (n === 0) throw new RangeError('No samples have no centre.');
  const means = new Float64Array((n * (n + 1)) / 2);
  let next = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = i; j < n; j += 1) {
      means[next] = ((samples[i] ?? 0) + (samples[j] ?? 0)) / 2;
      next += 1;
    }
  }
  const upper = select(means, means.length >> 1);
  if (means.length % 2 === 1) return upper;
  // After the selection everything before the middle is no larger than it.
  let lower = -Infinity;
  for (let i = 0; i < means.length >> 1; i += 1) lower = Math.max(lower, means[i] ?? lower);
  return (lower + upper) / 2;
}

/** The k-th smallest (Hoare's selection), in place: sorting all of them takes five times as long, thousands of times. */
function select(values: Float64Array, k: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1] ?? 0;
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] ?? 0) < pivot) i += 1;
      while ((values[j] ?? 0) > pivot) j -= 1;
      if (i > j) break;
      [values[i], values[j]] = [values[j] ?? 0, values[i] ?? 0];
      i += 1;
      j -= 1;
    }
    if (k <= j) high = j;
    if (k >= i) low = i;
    if (k > j && k < i) break;
  }
  return values[k] ?? 0;
}
