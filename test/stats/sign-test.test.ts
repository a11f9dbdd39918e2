import { expect, test } from 'vitest';
import { signTail } from '../../src/stats/sign-test.ts';

test.each([
  [8, 8, 1 / 256],
  [8, 7, 9 / 256],
  [19, 16, 0.0022125],
  [19, 0, 1],
  [1, 2, 0],
])('at least that many of %i coins, %i, show heads', (n, k, expected) =>
  expect(signTail(n, k)).toBeCloseTo(expected, 6),
);
