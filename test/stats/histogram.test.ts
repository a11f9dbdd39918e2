import { build } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { decodeHistogram, emptyHistogram } from '../../src/stats/histogram.ts';

function holding(...samplesUs: readonly number[]) {
  const histogram = emptyHistogram();
  for (const us of samplesUs) histogram.record(us);
  return histogram;
}

test.each([
  ['30 ms reads back as 30 ms: a server exactly on its target does not miss it', 30_000, 30],
  ['the largest value that is kept exactly', 32_767, 32.767],
  ['the largest sample, though its bucket ends above it: no quantile is above the maximum', 32_768, 32.768],
  ['one microsecond', 1, 0.001],
  ['nothing at all', 0, 0],
])('%s', (_promise, us, ms) => expect(holding(us).percentileMs(100)).toBe(ms));

test('below the maximum, a quantile is the highest value of its bucket', () =>
  expect(holding(32_768, 60_000).percentileMs(50)).toBe(32.769));

test('latencies above two minutes are recorded as two minutes', () => {
  expect(holding(500_000_000).maxMs).toBe(holding(120_000_000).maxMs);
  expect(holding(120_000_000).maxMs).toBeGreaterThan(holding(119_000_000).maxMs);
});

test.each([[1.5], [-1], [Number.NaN], [Infinity]])('%s is not a latency', (us) => {
  const histogram = emptyHistogram();
  expect(() => histogram.record(us)).toThrow(RangeError);
  expect(histogram.count).toBe(0);
});

test('count, mean, least and most are those of the samples', () => {
  const { count, meanMs, minMs, maxMs } = holding(1_000, 2_000, 6_000);
  expect({ count, meanMs, minMs, maxMs }).toEqual({ count: 3, meanMs: 3, minMs: 1, maxMs: 6 });
});

test('mean and deviation are those that the library computes', () => {
  const samplesUs = Array.from({ length: 500 }, (_, index) => (index * index * 797) % 3_000_000);
  const library = build({ numberOfSignificantValueDigits: 4, bitBucketSize: 32, useWebAssembly: false });
  for (const us of samplesUs) library.recordValue(us);
  const { meanMs, sdMs } = holding(...samplesUs);
  expect({ meanMs, sdMs }).toEqual({ meanMs: library.mean / 1_000, sdMs: library.stdDeviation / 1_000 });
  const decoded = decodeHistogram(holding(...samplesUs).encode());
  expect([decoded.meanMs, decoded.sdMs]).toEqual([meanMs, sdMs]);
});

test('percentiles count samples, not values', () => {
  const histogram = holding(1_000, 1_000, 1_000, 9_000);
  expect([50, 75, 76, 100].map((percent) => histogram.percentileMs(percent))).toEqual([1, 1, 9, 9]);
});

test('an empty histogram has zeros only', () => {
  const { count, meanMs, sdMs, minMs, maxMs } = emptyHistogram();
  expect({ count, meanMs, sdMs, minMs, maxMs }).toEqual({ count: 0, meanMs: 0, sdMs: 0, minMs: 0, maxMs: 0 });
});

test('an encoded histogram is decoded to the same values, and has the format of other tools', () => {
  const encoded = holding(1_000, 2_500, 44_000).encode();
  expect(encoded).toMatch(/^HISTFAAA/);
  const decoded = decodeHistogram(encoded);
  expect([decoded.count, decoded.percentileMs(50), decoded.maxMs]).toEqual([3, 2.5, 44.001]);
});

test.each([
  ['nothing', ''],
  ['no base64', '%%%'],
  ['another encoding', 'SGVsbG8gd29ybGQh'],
])('%s is refused as an encoded histogram', (_what, text) => expect(() => decodeHistogram(text)).toThrow(Error));
