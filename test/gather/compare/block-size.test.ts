import { expect, test } from 'vitest';
import { blockSizeFor } from '../../../src/gather/compare/block-size.ts';

const plan = { requests: 100, pairs: 20, samePairs: 6 };

test.each([
  // 20 × (1 + 1 + 2) + 12 × 1 = 92 ms for a response in each block: there is time for more than a hundred.
  [
    'a fast server gets the blocks that were asked for',
    { a: 1, b: 1, control: 1 },
    30_000,
    { requests: 100, pairs: 20 },
  ],
  // 1 840 ms between 92 blocks, 2 520 ms for 40 control blocks; the rest / (20 × (31 + 33) + 12 × 31), less 3 to warm.
  ['one of thirty milliseconds gets smaller ones', { a: 31, b: 33, control: 1 }, 55_000, { requests: 27, pairs: 20 }],
  [
    'a slower one gets fewer pairs, and an even number',
    { a: 90, b: 90, control: 1 },
    55_000,
    { requests: 10, pairs: 14 },
  ],
  [
    'never fewer than ten, however long they take',
    { a: 2_000, b: 2_000, control: 1 },
    55_000,
    { requests: 10, pairs: 10 },
  ],
])('%s', (_promise, costs, budgetMs, size) => expect(blockSizeFor(costs, plan, budgetMs)).toEqual(size));

test('a plan with smaller blocks gets them', () =>
  expect(blockSizeFor({ a: 1, b: 1, control: 1 }, { ...plan, requests: 5 }, 30_000)).toEqual({
    requests: 5,
    pairs: 20,
  }));
