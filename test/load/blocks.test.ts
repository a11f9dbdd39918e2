import { expect, test } from 'vitest';
import { growingBlocks } from '../../src/load/blocks.ts';
import { seededRandom } from '../../src/stats/random.ts';

function blocksOf(values: readonly number[]) {
  const blocks = growingBlocks();
  for (const value of values) blocks.add(value * 1_000);
  return blocks.all();
}
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, index) => index + 1);

// Responses and the blocks that they make: how many blocks, and how many responses in each.
test.each([
  ['no response makes no block', 0, 0, undefined],
  ['one response is one block', 1, 1, 1],
  ['thirty-nine blocks are kept', 39, 39, 1],
  ['at forty, neighbours become one', 40, 20, 2],
  ['a response without its neighbour waits', 41, 20, 2],
  ['two more responses are one more block', 42, 21, 2],
  ['forty blocks of two become twenty of four', 80, 20, 4],
  ['a thousand responses', 1_000, 31, 32],
])('%s', (_promise, answers, blocks, size) => {
  const all = blocksOf(upTo(answers));
  expect([all.length, all[0]?.n]).toEqual([blocks, size]);
  expect(new Set(all.map(({ n }) => n)).size).toBe(blocks === 0 ? 0 : 1);
});

test('a block is the mean of consecutive responses, in their order', () =>
  expect(blocksOf(upTo(80)).slice(0, 3)).toEqual([
    { n: 4, meanMs: 2.5 },
    { n: 4, meanMs: 6.5 },
    { n: 4, meanMs: 10.5 },
  ]));

/** Responses by their times in µs. `sdMs` is that of responses between 10 and 20 ms. */
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

test('independent responses have a design effect of about one', () => {
  const times = draws().map((draw) => Math.round(10_000 + 10_000 * draw));
  for (const quantile of [0.5, 0.9, 0.95]) expect(effectOf(times, quantile)).toBeLessThan(1.6);
});

test('responses in bursts of a hundred have a design effect of about a hundred', () => {
  const spells = draws();
  const times = spells.map((_, index) => Math.round(10_000 + 10_000 * (spells[Math.floor(index / 100)] ?? 0)));
  expect(effectOf(times, 0.5)).toBeGreaterThan(30);
});

test('the design effect of an independent tail is its own, where the rest is correlated', () => {
  const [spells, tails] = [draws(), draws().toReversed()];
  const times = spells.map((_, index) =>
    (tails[index] ?? 0) > 0.9 ? 40_000 : Math.round(10_000 + 10_000 * (spells[Math.floor(index / 100)] ?? 0)),
  );
  expect(effectOf(times, 0.5)).toBeGreaterThan(20);
  expect(effectOf(times, 0.9)).toBeLessThan(1.6);
});

test('where all responses are in one bucket, the means of the blocks give the design effect', () => {
  const spells = draws();
  const times = spells.map((_, index) => 30_000 + ((spells[Math.floor(index / 100)] ?? 0) > 0.5 ? 20 : 0));
  expect(effectOf(times, 0.5, 0.01)).toBeGreaterThan(30);
});

test.each([0, 4])('%i responses are too few for a design effect', (n) =>
  expect(
    effectOf(
      draws()
        .slice(0, n)
        .map((draw) => Math.round(10_000 * draw)),
      0.5,
    ),
  ).toBe(1),
);
