import { expect, test } from 'vitest';
import { mean } from '../../src/stats/quantile.ts';
import { seededRandom } from '../../src/stats/random.ts';

test('a seed always gives the same numbers, uniform from 0 up to 1', () => {
  const take = (seed: number): number[] => {
    const random = seededRandom(seed);
    return Array.from({ length: 10_000 }, random);
  };
  const numbers = take(7);
  expect(take(7)).toEqual(numbers);
  expect(take(8)).not.toEqual(numbers);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  // The mean of 10 000 has a standard deviation of 0.0029.
  expect(Math.abs(mean(numbers) - 0.5)).toBeLessThan(0.015);
});
