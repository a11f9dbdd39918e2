import { expect, test } from 'vitest';
import { mean, median, quantile } from '../../src/stats/quantile.ts';

test.each([
  ['the p50 of an odd number of samples is the middle one', [3, 1, 2], 0.5, 2],
  ['the p50 of an even number is the lower middle one, which was measured', [4, 1, 3, 2], 0.5, 2],
  ['a share just above a rank takes the next sample', [1, 2, 3, 4], 0.51, 3],
  ['the p95 of twenty samples is the nineteenth', Array.from({ length: 20 }, (_, index) => index + 1), 0.95, 19],
  ['the p95 of nineteen samples is the largest', Array.from({ length: 19 }, (_, index) => index + 1), 0.95, 19],
  ['share 0 is the smallest sample', [5, 4, 6], 0, 4],
  ['share 1 is the largest sample', [5, 4, 6], 1, 6],
  ['samples are ordered as numbers, not as text', [10, 9, 100], 0.5, 10],
  ['one sample is every quantile', [7], 0.99, 7],
])('%s', (_promise, samples, share, expected) => expect(quantile(samples, share)).toBe(expected));

test('the samples are not reordered', () => {
  const samples = [3, 1, 2];
  quantile(samples, 0.5);
  expect(samples).toEqual([3, 1, 2]);
});

test('there is no quantile without samples', () => expect(() => median([])).toThrow(RangeError));

test('the mean is the sum divided by the number', () => expect(mean([1, 2, 6])).toBe(3));
