import { expect, test } from 'vitest';
import { startTimeline } from '../../src/load/timeline.ts';

const HOUR_S = 3_600;

test('an interval contains its own responses, and the next one begins empty', () => {
  const timeline = startTimeline();
  for (const us of [10_000, 20_000, 30_000]) timeline.add(us);
  timeline.wrong(0);
  timeline.tick(0.5);
  timeline.tick(1);
  timeline.add(5_000);
  expect(timeline.until(1.25)).toEqual([
    {
      fromS: 0,
      lengthS: 1,
      n: 3,
      errors: 1,
      meanMs: 20,
      p50Ms: 20.015,
      p95Ms: 30,
      p99Ms: 30,
      maxMs: 30,
      failed: { waitedMs: 0, longestMs: 0 },
    },
    { fromS: 1, lengthS: 0.25, n: 1, errors: 0, meanMs: 5, p50Ms: 5, p95Ms: 5, p99Ms: 5, maxMs: 5, failed: null },
  ]);
});

test('a second without responses is an empty interval, so a stall shows', () => {
  const timeline = startTimeline();
  timeline.tick(1);
  expect(timeline.until(1)).toEqual([
    { fromS: 0, lengthS: 1, n: 0, errors: 0, meanMs: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0, maxMs: 0, failed: null },
  ]);
});

test.each([
  ['no time', 0, 0],
  ['ten seconds', 10, 10],
  ['an hour', HOUR_S, HOUR_S],
  ['an hour and ten minutes', HOUR_S + 600, HOUR_S + 10],
  ['a day', 24 * HOUR_S, HOUR_S + 23 * 60],
])('%s divides %i seconds into %i intervals', (_long, seconds, stretches) => {
  const timeline = startTimeline();
  for (let atS = 1; atS <= seconds; atS += 1) timeline.tick(atS);
  expect(timeline.until(seconds)).toHaveLength(stretches);
});

test('the times of failed requests are kept apart from those of responses', () => {
  const timeline = startTimeline();
  timeline.add(90);
  timeline.wrong(10_000_000);
  timeline.wrong(250_000);
  timeline.tick(11);
  timeline.wrong(1_000);
  const [first, second] = timeline.until(12);
  expect(first).toMatchObject({ n: 1, errors: 2, maxMs: 0.09, failed: { waitedMs: 10_250, longestMs: 10_000 } });
  expect(second).toMatchObject({ n: 0, errors: 1, maxMs: 0, failed: { waitedMs: 1, longestMs: 1 } });
});
