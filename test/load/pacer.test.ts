import { expect, test } from 'vitest';
import { type Pace, pacer, seeded } from '../../src/load/pacer.ts';

function sends(pace: Pace, n: number): readonly number[] {
  const next = pacer(pace);
  return Array.from({ length: n }, () => next());
}

test('a constant rate has equal gaps and accumulates no rounding', () => {
  expect(sends({ kind: 'constant', perSecond: 100 }, 4)).toEqual([0, 10_000, 20_000, 30_000]);
  expect(sends({ kind: 'constant', perSecond: 3 }, 3_001).at(-1)).toBe(1_000_000_000);
});

test('a ramp sends as many requests as the area below it, and then goes on at its last rate', () => {
  const ramp: Pace = { kind: 'ramp', fromPerSecond: 0, toPerSecond: 100, overS: 10 };
  const times = sends(ramp, 601);
  expect(times[0]).toBe(0);
  // Half of the 500 come in the last 29 % of the ramp: t = 10·√½ s.
  expect(times[250]).toBeCloseTo(10_000_000 * Math.SQRT1_2, -1);
  expect(times[500]).toBe(10_000_000);
  expect(times[600]).toBe(11_000_000);
});

test('a ramp without a slope is a constant rate, and a ramp may go down', () => {
  expect(sends({ kind: 'ramp', fromPerSecond: 10, toPerSecond: 10, overS: 1 }, 3)).toEqual([0, 100_000, 200_000]);
  const down = sends({ kind: 'ramp', fromPerSecond: 100, toPerSecond: 10, overS: 1 }, 56);
  expect(down[55]).toBe(1_000_000);
  expect(down.every((atUs, index) => index === 0 || atUs > (down[index - 1] ?? 0))).toBe(true);
});

test('Poisson arrivals have the requested rate and exponential gaps, and are the same for the same seed', () => {
  const pace: Pace = { kind: 'poisson', perSecond: 1_000, seed: 7 };
  const times = sends(pace, 20_001);
  expect(times).toEqual(sends(pace, 20_001));
  expect(times).not.toEqual(sends({ ...pace, seed: 8 }, 20_001));
  const gapsUs = times.slice(1).map((atUs, index) => atUs - (times[index] ?? 0));
  const mean = gapsUs.reduce((sum, gap) => sum + gap, 0) / gapsUs.length;
  const longer = gapsUs.filter((gap) => gap > 1_000).length / gapsUs.length;
  expect(mean).toBeGreaterThan(970);
  expect(mean).toBeLessThan(1_030);
  expect(longer).toBeCloseTo(1 / Math.E, 1);
});

test('random numbers are between 0 and 1, with a seed of 0 too', () => {
  const chance = seeded(0);
  const all = Array.from({ length: 1_000 }, chance);
  expect(all.every((x) => x >= 0 && x < 1)).toBe(true);
  expect(new Set(all).size).toBeGreaterThan(990);
});
