import { expect, test } from 'vitest';
import { bootstrap, expandedInterval, percentileInterval, shareAtOrBelow } from '../../src/stats/bootstrap.ts';
import { mean } from '../../src/stats/quantile.ts';
import { seededRandom } from '../../src/stats/random.ts';

const samples = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const replicates = bootstrap(samples, mean, seededRandom(1));

test('the same seed gives the same replicates, another seed others', () => {
  expect(bootstrap(samples, mean, seededRandom(1))).toEqual(replicates);
  expect(bootstrap(samples, mean, seededRandom(2))).not.toEqual(replicates);
});

test('the spread of the replicates is that of the theory', () => {
  // mean 5.5; standard deviation of a resampled mean √(8.25/10) = 0.908; 1.96 of it to each side
  const [from, to] = percentileInterval(replicates);
  expect(mean([...replicates])).toBeCloseTo(5.5, 1);
  expect(from).toBeCloseTo(3.72, 0);
  expect(to).toBeCloseTo(7.28, 0);
});

test('the expanded interval is wider for few blocks', () => {
  const [from, to] = percentileInterval(replicates);
  const [fromWider, toWider] = expandedInterval(replicates, samples.length);
  expect(fromWider).toBeLessThan(from);
  expect(toWider).toBeGreaterThan(to);
});

test.each([
  ['below all of them is rare, and never impossible', -1, 1 / 2_001],
  ['above all of them is certain', 11, 1],
])('a value %s', (_what, value, share) => expect(shareAtOrBelow(replicates, value)).toBeCloseTo(share, 6));
