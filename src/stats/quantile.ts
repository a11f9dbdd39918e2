/** The quantiles in use, as shares. */
export const quantileShares = { p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999 } as const;
export type Quantile = keyof typeof quantileShares;

/**
 * The smallest sample that at least `share` of the samples do not exceed (the nearest-rank definition). It is always a
 * measured value.
 * @param share between 0 and 1.
 * @throws RangeError when there are no samples.
 */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new RangeError('No samples have no quantile.');
  return value;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

export const mean = (samples: readonly number[]): number =>
  samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
