/**
 * A coarse log-linear histogram of times: 32 buckets for each doubling, each 2 to 3 % wide, in 3 KB. It is used for shares
 * beyond a bucket only, where a histogram of four digits would take an eighth of a megabyte.
 */
export type Octaves = Uint32Array;

const BITS = 5;
const PER_OCTAVE = 2 ** BITS;
/** 134 s in µs, longer than any timeout of a request. */
const LARGEST_US = 2 ** 27 - 1;

/** @param us whole microseconds. */
export function octaveBucketOf(us: number): number {
  const bounded = Math.min(us, LARGEST_US);
  if (bounded < PER_OCTAVE) return bounded;
  const octave = 31 - Math.clz32(bounded) - BITS;
  return octave * PER_OCTAVE + (bounded >> octave);
}

export const emptyOctaves = (): Octaves => new Uint32Array(octaveBucketOf(LARGEST_US) + 1);

export const countInOctaves = (octaves: Octaves, us: number): void => addAt(octaves, octaveBucketOf(us), 1);

/** Adds the counts of one to another. */
export function addOctaves(to: Octaves, from: Octaves): void {
  for (let bucket = 0; bucket < from.length; bucket += 1) addAt(to, bucket, from[bucket] ?? 0);
}

const addAt = (octaves: Octaves, bucket: number, count: number): void => {
  octaves[bucket] = (octaves[bucket] ?? 0) + count;
};

/** The bucket whose end is nearest to a quantile, by the share of all counts up to it. */
export function bucketNearest(octaves: Octaves, share: number): number {
  const wanted = share * octaves.reduce((sum, count) => sum + count, 0);
  let upTo = 0;
  for (const [bucket, count] of octaves.entries()) {
    if (upTo + count >= wanted) return upTo + count - wanted < wanted - upTo ? bucket : bucket - 1;
    upTo += count;
  }
  return octaves.length - 1;
}

/** The number of counts beyond a bucket. */
export const beyond = (octaves: Octaves, bucket: number): number =>
  octaves.subarray(bucket + 1).reduce((sum, count) => sum + count, 0);
