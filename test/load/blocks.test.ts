import { expect, test } from 'vitest';
import { growingBlocks } from '../../src/load/blocks.ts';
import { seededRandom } from '../../src/stats/random.ts';

/** Answers whose times are told one by one, in µs; `sdMs` is that of answers between 10 and 20 ms. */
function effectOf(timesUs: readonly number[], quantile: number, sdMs = 3): number {
  const blocks = growingBlocks();
  for (const us of timesUs) blocks.add(us);
  return blocks.designEffectAt(quantile, sdMs);
}

const N = 2_000;
const draws = (): readonly number[] => {
  const random = seededRandom(7);
  return Array.from({ length: N }, () => random());
};

test('independent answers count for what they are', () => {
  const times = draws().map((draw) => Math.round(10_000 + 10_000 * draw));
  for (const quantile of [0.5, 0.9, 0.95]) expect(effectOf(times, quantile)).toBeLessThan(1.6);
});

test('answers in spells of a hundred count for a hundredth, about', () => {
  const spells = draws();
  const times = spells.map((_, index) => Math.round(10_000 + 10_000 * (spells[Math.floor(index / 100)] ?? 0)));
  expect(effectOf(times, 0.5)).toBeGreaterThan(30);
});

test('the tail may be independent where the rest is not, and is judged by itself', () => {
  const [spells, tails] = [draws(), draws().toReversed()];
  const times = spells.map((_, index) =>
    (tails[index] ?? 0) > 0.9 ? 40_000 : Math.round(10_000 + 10_000 * (spells[Math.floor(index / 100)] ?? 0)),
  );
  expect(effectOf(times, 0.5)).toBeGreaterThan(20);
  expect(effectOf(times, 0.9)).toBeLessThan(1.6);
});

test('where buckets cannot tell answers apart, the means of the blocks do', () => {
  const spells = draws();
  const times = spells.map((_, index) => 30_000 + ((spells[Math.floor(index / 100)] ?? 0) > 0.5 ? 20 : 0));
  expect(effectOf(times, 0.5, 0.01)).toBeGreaterThan(30);
});

test.each([0, 4])('%i answers are too few to know', (n) =>
  expect(
    effectOf(
      draws()
        .slice(0, n)
        .map((draw) => Math.round(10_000 * draw)),
      0.5,
    ),
  ).toBe(1),
);
