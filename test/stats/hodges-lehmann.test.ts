import { expect, test } from 'vitest';
import { hodgesLehmann, shiftBetween } from '../../src/stats/hodges-lehmann.ts';

test.each([
  ['one sample is its own centre', [7], 7],
  // Walsh averages 1, 1.5, 2: their median.
  ['two samples meet in the middle', [1, 2], 1.5],
  // 1, 1.5, 2, 2, 2.5, 3
  ['three in a row have the middle one', [3, 1, 2], 2],
  // 1, 1.5, 2, 2.5, 3, 2, 2.5, 3, 3.5, 3, … one sample far away moves little: median of ten of these with 100.
  ['an outlier hardly moves it', [1, 2, 3, 100], 2.75],
  // Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, example 3.1: depression scores, estimate −0.46.
  ['the textbook', [-0.952, 0.147, -1.022, -0.43, -0.62, -0.59, -0.49, 0.08, -0.01], -0.46],
])('%s', (_what, samples, centre) => expect(hodgesLehmann(samples)).toBeCloseTo(centre, 3));

test.each([
  ['of samples moved by five', [1, 2, 3, 4], [6, 7, 8, 9], 5],
  ['of the same samples', [3, 1, 2], [1, 2, 3], 0],
  // differences 1, 2, 9: their median
  ['is no matter of means', [0], [1, 2, 9], 2],
  ['of more samples than are needed is nearly the same', range(5_000), range(5_000).map((value) => value + 40), 40],
])('the shift %s', (_what, first, second, shift) => expect(shiftBetween(first, second)).toBeCloseTo(shift, 0));

test('without samples there is no centre and no shift', () => {
  expect(() => hodgesLehmann([])).toThrow(RangeError);
  expect(() => shiftBetween([], [1])).toThrow(RangeError);
});

test('the median does not depend on the order or on equal samples', () => {
  for (const samples of [
    [5, 5, 5, 5],
    [9, 8, 7, 6, 5, 4, 3, 2, 1],
    [2, 1, 2, 1, 2, 1, 2],
  ]) {
    const means = samples.flatMap((a, i) => samples.slice(i).map((b) => (a + b) / 2)).toSorted((a, b) => a - b);
    const half = means.length >> 1;
    const wanted = means.length % 2 === 1 ? means[half] : ((means[half - 1] ?? 0) + (means[half] ?? 0)) / 2;
    expect(hodgesLehmann(samples)).toBe(wanted);
  }
});

function range(n: number): number[] {
  return Array.from({ length: n }, (_, index) => index);
}
