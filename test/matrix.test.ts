import { expect, test } from 'vitest';
import { pairs } from './matrix.ts';

test.each([
  [3, 3],
  [2, 5],
  [5, 2],
  [1, 3],
])('pairs of %i and %i have each member', (firsts, seconds) => {
  const [first, second] = [firsts, seconds].map((length) => Array.from({ length }, (_, index) => index));
  const some = pairs(first ?? [], second ?? []);
  expect(new Set(some.map(([a]) => a)).size).toBe(firsts);
  expect(new Set(some.map(([, b]) => b)).size).toBe(seconds);
  const isWhole = process.env['MATRIX'] === 'whole';
  expect(some).toHaveLength(isWhole ? firsts * seconds : Math.max(firsts, seconds));
});
