import { expect, test } from 'vitest';
import { apart, latencyScale, spaced, tickText, timeText, timeTicks } from '../../../src/render/plots/scales.ts';

test.each([
  ['up to 25 times the least the axis starts at zero', [4, 100], 'linear'],
  ['beyond it is logarithmic', [3.9, 100], 'log'],
  ['zero does not fail', [0, 100], 'log'],
])('%s', (_promise, values, kind) => {
  const scale = latencyScale(values, 0, 500);
  expect(scale.kind).toBe(kind);
  expect(values.map((value) => Number.isFinite(scale(value)))).toEqual([true, true]);
  expect(scale(values[1] ?? 0)).toBeCloseTo(500);
});

test('a linear axis starts at zero, so that bars are proportional', () =>
  expect(latencyScale([50, 100], 20, 520)(0)).toBe(20));

test.each([
  ['a few decades have every power of ten', [0.5, 2_000], [1, 10, 100, 1_000]],
  ['two have the steps between', [5, 200], [5, 10, 20, 50, 100, 200]],
])('%s', (_promise, values, ticks) => expect(latencyScale(values, 0, 500).ticks).toEqual(ticks));

test.each([
  [15, ['0 s', '2 s', '4 s', '6 s', '8 s', '10 s', '12 s', '14 s']],
  [3_600, ['0 s', '10 min', '20 min', '30 min', '40 min', '50 min', '60 min']],
  [86_400, ['0 s', '4 h', '8 h', '12 h', '16 h', '20 h', '24 h']],
])('%i s have ticks at round steps', (span, expected) => expect(timeTicks(span).map(timeText)).toEqual(expected));

test.each([
  [0, '0'],
  [0.5, '0.5'],
  [20, '20'],
  [1_500, '1 500'],
])('%d is the tick %s', (ms, expected) => expect(tickText(ms)).toBe(expected));

test.each([
  ['labels that are apart stay', [10, 40, 80], [10, 40, 80]],
  ['a label that covers another moves down', [10, 12, 80], [10, 25, 80]],
  ['at the edge all labels move up, in their order', [95, 98, 100], [70, 85, 100]],
  ['order is by place, not by number', [98, 10], [98, 10]],
])('%s', (_promise, places, moved) => expect(apart(places, 15, 100)).toEqual(moved));

test.each([
  ['a few decades', [0.5, 2_000]],
  ['values that are all alike', [0.09, 0.1]],
  ['a tick below the least value', [0.0012, 0.9]],
])('%s: each tick of a logarithmic axis lies where its value does', (_what, values) => {
  const scale = latencyScale(values, 0, 500, 'log');
  expect(scale.ticks.length).toBeGreaterThan(1);
  const [first = 1, last = 1] = [scale.ticks[0], scale.ticks.at(-1)];
  const perDecade = (scale(last) - scale(first)) / Math.log10(last / first);
  for (const tick of scale.ticks)
    expect(scale(tick)).toBeCloseTo(scale(first) + Math.log10(tick / first) * perDecade, 6);
  expect(scale(first)).toBeGreaterThanOrEqual(0);
  expect(scale(last)).toBeLessThanOrEqual(500.001);
});

test('ticks whose labels would overlap are left out', () =>
  expect(spaced([1, 2, 3, 4], (ms) => 500 - ms * 7)).toEqual([1, 3]));
