import { expect, test } from 'vitest';
import {
  addOctaves,
  beyond,
  bucketNearest,
  countInOctaves,
  emptyOctaves,
  octaveBucketOf,
} from '../../src/stats/octaves.ts';

function counted(times: readonly number[]) {
  const octaves = emptyOctaves();
  for (const us of times) countInOctaves(octaves, us);
  return octaves;
}

test.each([
  ['nothing is the first bucket', 0, 0],
  ['up to 31 µs each has its own', 31, 31],
  ['so have those of the first octave', 63, 63],
  ['in the second two share one', 64, 64],
  ['both of them', 65, 64],
  ['and the next two the next', 66, 65],
  ['30 ms', 30_000, 32 * 9 + 58],
  ['the largest', 2 ** 27 - 1, 735],
  ['what is larger still belongs to it', 1e12, 735],
])('%s: %i µs', (_what, us, bucket) => expect(octaveBucketOf(us)).toBe(bucket));

test('buckets have no gaps between them, and none is wider than 3.2 %', () => {
  let [before, fromUs] = [32, 32];
  for (let us = 33; us < 200_000; us += 1) {
    const bucket = octaveBucketOf(us);
    if (bucket === before) continue;
    expect(bucket).toBe(before + 1);
    expect((us - fromUs) / fromUs).toBeLessThanOrEqual(1 / 32);
    [before, fromUs] = [bucket, us];
  }
});

test.each([
  ['the median of a hundred', 0.5, 50],
  ['their p95', 0.95, 5],
  ['their p99', 0.99, 1],
])('the count beyond %s is right', (_what, share, count) => {
  const octaves = counted(Array.from({ length: 100 }, (_, index) => 1_000 * 1.05 ** index));
  expect(beyond(octaves, bucketNearest(octaves, share))).toBe(count);
});

test('responses in one bucket are all beyond it or not', () => {
  const octaves = counted([5_000, 5_001, 5_002]);
  expect(beyond(octaves, bucketNearest(octaves, 0.95))).toBe(0);
  expect(beyond(octaves, bucketNearest(octaves, 0.1))).toBe(3);
});

test('added counts are equal to counts of the sum', () => {
  const both = counted([10, 3_000]);
  addOctaves(both, counted([10, 90_000]));
  expect(both).toEqual(counted([10, 3_000, 10, 90_000]));
});
