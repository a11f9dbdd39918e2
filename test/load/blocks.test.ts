import { expect, test } from 'vitest';
import { growingBlocks } from '../../src/load/blocks.ts';
import { seededRandom } from '../../src/stats/random.ts';

function blocksOf(values: readonly number[]) {
  const blocks = growingBlocks();
  for (const value of values) blocks.add(value * 1_000);
  return blocks.all();
}
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, index) => index + 1);

// Answers, and the blocks they make: how many, and of how many answers each.
test.each([
  ['nothing makes no block', 0, 0, undefined],
  ['one answer is one block', 1, 1, 1],
  ['thirty-nine blocks are kept', 39, 39, 1],
  ['at forty, neighbours become one', 40, 20, 2],
  ['an answer without its neighbour waits', 41, 20, 2],
  ['two more answers are one more block', 42, 21, 2],
  ['forty blocks of two become twenty of four', 80, 20, 4],
  ['a thousand answers', 1_000, 31, 32],
])('%s', (_promise, answers, blocks, size) => {
  const all = blocksOf(upTo(answers));
  expect([all.length, all[0]?.n]).toEqual([blocks, size]);
  expect(new Set(all.map(({ n }) => n)).size).toBe(blocks === 0 ? 0 : 1);
});

test('a block is the mean of consecutive answers, in their order', () =>
  expect(blocksOf(upTo(80)).slice(0, 3)).toEqual([
    { n: 4, meanMs: 2.5 },
    { n: 4, meanMs: 6.5 },
    { n: 4, meanMs: 10.5 },
  ]));

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
