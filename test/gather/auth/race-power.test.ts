import { expect, test } from 'vitest';
import { excludedWindowMs, isLookedFor } from '../../../src/gather/auth/race-power.ts';

const spread = (spreadMs: number, others = 9) => ({ others, firstMs: 30, spreadMs });
const times = (n: number, spreadMs: number) => Array.from({ length: n }, () => spread(spreadMs));

test('trials whose answers are spread twice as far exclude a window twice as long', () => {
  expect(excludedWindowMs(times(5, 100))).toBeCloseTo(10.2, 1);
  expect(excludedWindowMs(times(5, 200))).toBeCloseTo(20.5, 1);
  expect(excludedWindowMs(times(10, 200))).toBeCloseTo(10.2, 1);
});

test('no window is stated that clocks cannot tell from zero', () =>
  expect(excludedWindowMs(times(60, 0.5))).toBe(0.05));

test('trials without an answer exclude nothing', () => expect(excludedWindowMs([spread(0, 0)])).toBeNull());

test.each([
  ['too few trials', 11, 1, 0, false],
  ['answers close together', 12, 1, 0, true],
  ['answers far apart', 12, 270, 0, false],
  ['answers far apart, and no time left', 12, 270, 3_000, true],
  ['answers far apart, and many trials', 60, 27_000, 0, true],
] as const)('a search with %s', (_what, trials, spreadMs, tookMs, ends) =>
  expect(isLookedFor(times(trials, spreadMs), tookMs)).toBe(ends),
);

test('a search of a server with quick answers ends where clocks tell no shorter window', () =>
  expect(
    isLookedFor(
      Array.from({ length: 12 }, () => ({ others: 9, firstMs: 0.3, spreadMs: 0.5 })),
      0,
    ),
  ).toBe(true));
