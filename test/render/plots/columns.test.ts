import { expect, test } from 'vitest';
import type { Stretch } from '../../../src/model/suite.ts';
import { columnsOf } from '../../../src/render/plots/columns.ts';
import { stallsOf } from '../../../src/render/stalls.ts';

const stretch = (fromS: number, over: Partial<Stretch> = {}): Stretch => ({
  fromS,
  lengthS: 1,
  n: 10,
  errors: 0,
  meanMs: 5,
  p50Ms: 5,
  p95Ms: 7,
  p99Ms: 8,
  maxMs: 9,
  failed: null,
  ...over,
});

const hour = Array.from({ length: 3_600 }, (_, second) => stretch(second));

test.each([
  ['an hour becomes as many columns as asked for', hour, 280, 280],
  ['a shorter timeline keeps its own', hour.slice(0, 12), 280, 12],
  ['nothing becomes nothing', [], 280, 0],
])('%s', (_promise, timeline, most, columns) => expect(columnsOf(timeline, most)).toHaveLength(columns));

test.each([0, 1, 1_799, 1_800, 3_598, 3_599])(
  'a single stall at second %i of an hour is visible in 280 columns',
  (at) => {
    const timeline = hour.map((each) => (each.fromS === at ? { ...each, maxMs: 1_234 } : each));
    const columns = columnsOf(timeline, 280);
    expect(columns.filter(({ maxMs }) => maxMs === 1_234).map(({ maxAtS }) => maxAtS)).toEqual([at]);
  },
);

test('no answer of any stretch is lost, and none is counted twice', () => {
  const total = columnsOf(hour, 281).reduce((sum, { n }) => sum + n, 0);
  expect(total).toBe(36_000);
});

test('the median of a column is weighted by answers, not by stretches', () => {
  const [column] = columnsOf([stretch(0, { n: 90, p50Ms: 10 }), stretch(1, { n: 10, p50Ms: 110 })], 1);
  expect(column?.p50Ms).toBe(20);
});

test('stretches without an answer do not change the others', () => {
  const [column] = columnsOf([stretch(0, { n: 0, p50Ms: 0, maxMs: 0 }), stretch(1)], 1);
  expect(column).toMatchObject({ n: 10, p50Ms: 5, maxMs: 9 });
});

test.each([
  ['ten times the usual is a stall', 10, 100, 1],
  ['slightly less is a slow answer', 10, 99.9, 0],
  ['an unnoticeable wait is none, also as a large multiple', 0.5, 32.9, 0],
  ['two frames of a screen are noticeable', 0.5, 33, 1],
])('%s', (_promise, usualMs, maxMs, stalls) => expect(stallsOf([stretch(0, { maxMs })], usualMs)).toHaveLength(stalls));

test('the longest stall comes first', () => {
  const timeline = [stretch(0, { maxMs: 200 }), stretch(1, { maxMs: 900 }), stretch(2, { maxMs: 300 })];
  expect(stallsOf(timeline, 5).map(({ maxMs }) => maxMs)).toEqual([900, 300, 200]);
});

test('requests that failed after a long time are a stall that lasted as long as they did', () => {
  const timeline = [
    stretch(0, { n: 0, maxMs: 0 }),
    stretch(1, { n: 0, maxMs: 0 }),
    stretch(2, { n: 1, errors: 2, failed: { waitedMs: 5_000, longestMs: 3_000 } }),
    stretch(3, { errors: 1, failed: { waitedMs: 1, longestMs: 1 } }),
  ];
  expect(stallsOf(timeline, 5)).toEqual([{ fromS: 0, lengthS: 3, maxMs: 3_000, failed: 2 }]);
});
