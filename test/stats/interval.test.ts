import { expect, test } from 'vitest';
import { FEWEST_BLOCKS, meanInterval, quantileRanks } from '../../src/stats/interval.ts';

const alike = (blocks: number, valueMs: number): readonly number[] => Array.from({ length: blocks }, () => valueMs);
/** Blocks around 0 whose sample variance is 1, so that the half width is t / √n. */
function unitSpread(blocks: number): readonly number[] {
  const value = Math.sqrt((blocks - 1) / blocks);
  return Array.from({ length: blocks }, (_, index) => (index % 2 === 0 ? value : -value));
}

test('four blocks are too few for an interval, five are enough', () => {
  expect(FEWEST_BLOCKS).toBe(5);
  expect(meanInterval(alike(4, 30))).toBeNull();
  expect(meanInterval(alike(5, 30))).toEqual([30, 30]);
});

test('the interval of five blocks is the textbook one', () => {
  // mean 3, s² 2.5, standard error √(2.5/5) = 0.7071, t(4) = 2.78
  const [from, to] = meanInterval([1, 2, 3, 4, 5]) ?? [Number.NaN, Number.NaN];
  expect(from).toBeCloseTo(1.034, 3);
  expect(to).toBeCloseTo(4.966, 3);
});

test.each([
  ['6 blocks', 6, 2.57],
  ['10 blocks', 10, 2.26],
  ['20 blocks', 20, 2.09],
  ['40 blocks', 40, 2.02],
])("Student's t of %s belongs to one degree of freedom fewer", (_what, blocks, t) => {
  const [from, to] = meanInterval(unitSpread(blocks)) ?? [Number.NaN, Number.NaN];
  expect(((to - from) / 2) * Math.sqrt(blocks)).toBeCloseTo(t, 2);
});

test('the order of the blocks makes no difference', () =>
  expect(meanInterval([5, 1, 4, 2, 3])).toEqual(meanInterval([1, 2, 3, 4, 5])));

test.each([
  ['the median of a hundred', 100, 0.5, [40, 61]],
  ['the p95 of a hundred reaches the largest', 100, 0.95, [90, 100]],
  ['the p95 of a thousand', 1_000, 0.95, [936, 965]],
  ['the p99.9 of twenty ends at the last rank there is', 20, 0.999, [19, 20]],
  ['one sample is its own bracket', 1, 0.5, [1, 1]],
] as const)('ranks that bracket %s', (_what, n, share, ranks) => expect(quantileRanks(n, share)).toEqual(ranks));
