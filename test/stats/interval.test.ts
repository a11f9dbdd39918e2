import { expect, test } from 'vitest';
import {
  designEffectOfMean,
  FEWEST_BLOCKS,
  meanInterval,
  meanIntervalOfBlocks,
  quantileRanks,
  widening,
} from '../../src/stats/interval.ts';

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
  // mean 3, s² 2.5, standard error √(2.5/5) = 0.7071, t(4) = 2.78; neighbours differ, so nothing widens it
  const [from, to] = meanInterval([1, 5, 2, 4, 3]) ?? [Number.NaN, Number.NaN];
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

test('autocorrelated blocks make the interval wider', () => {
  expect(widening([1, 5, 2, 4, 3])).toBe(1);
  // Lag-1 correlation 0.4 of 1 … 5, corrected for five blocks to 0.4 + 2.6/5 = 0.92, and bounded at 0.8: √(1.8/0.2).
  expect(widening([1, 2, 3, 4, 5])).toBeCloseTo(3, 6);
  expect(widening([7, 7, 7, 7])).toBe(1);
});

test('the interval by bootstrap is near the textbook one, and the same each time', () => {
  const blocks = [1, 5, 2, 4, 3, 4, 2, 5, 1, 3].map((meanMs) => ({ n: 10, meanMs }));
  const [from, to] = meanIntervalOfBlocks(blocks) ?? [Number.NaN, Number.NaN];
  // mean 3, s² 20/9, standard error 0.4714, t(9) = 2.26: 1.935 to 4.065
  expect(from).toBeCloseTo(1.935, 0);
  expect(to).toBeCloseTo(4.065, 0);
  expect(meanIntervalOfBlocks(blocks)).toEqual([from, to]);
  expect(meanIntervalOfBlocks(blocks.slice(0, 4))).toBeNull();
});

test('a block has the weight of its number of responses', () => {
  const blocks = [10, 10, 10, 10, 90].map((n) => ({ n, meanMs: n === 90 ? 1 : 3 }));
  const [from, to] = meanIntervalOfBlocks(blocks) ?? [Number.NaN, Number.NaN];
  expect((from + to) / 2).toBeLessThan(2.2);
});

test.each([
  ['independent responses have a design effect of one', 10, 1, 1],
  ['blocks of ten that vary as much as single responses have a design effect of ten', Math.sqrt(2.5), 10, 10],
  ['responses without any spread have a design effect of one', 0, 10, 1],
])('%s', (_promise, sdMs, n, effect) =>
  expect(
    designEffectOfMean(
      [1, 5, 2, 4, 3].map((meanMs) => ({ n, meanMs })),
      sdMs,
    ),
  ).toBeCloseTo(effect, 6),
);

test.each([
  ['the median of a hundred', 100, 0.5, [40, 61]],
  ['the p95 of a hundred reaches the largest', 100, 0.95, [90, 100]],
  ['the p95 of a thousand', 1_000, 0.95, [936, 965]],
  ['the p99.9 of twenty ends at the last rank there is', 20, 0.999, [19, 20]],
  ['one sample is its own bracket', 1, 0.5, [1, 1]],
] as const)('ranks that bracket %s', (_what, n, share, ranks) => expect(quantileRanks(n, share)).toEqual(ranks));

test('a design effect of four makes the ranks twice as far apart', () =>
  expect(quantileRanks(10_000, 0.5, 4)).toEqual([4_804, 5_197]));
