import { expect, test } from 'vitest';
import { MOST_MINUTES, MOST_READINGS, newSeries, withProbe } from '../../../src/judge/watch/series.ts';
import type { Probe } from '../../../src/model/watch.ts';

const probe = (atMs: number, over: Partial<Probe> = {}): Probe => ({
  series: 'api',
  method: 'GET',
  atMs,
  lagMs: 0,
  tookMs: 5,
  status: 200,
  because: null,
  lookupMs: null,
  connect: null,
  ...over,
});

test('readings become minutes, and a failure is counted and has no time', () => {
  const probes = [
    probe(0, { tookMs: 4 }),
    probe(30_000, { tookMs: 6 }),
    probe(59_999, { tookMs: 900, because: 'reset' }),
    probe(60_000, { tookMs: 8 }),
  ];
  expect(probes.reduce(withProbe, newSeries('api'))).toEqual({
    id: 'api',
    because: null,
    readings: [
      { atMs: 0, ms: 4 },
      { atMs: 30_000, ms: 6 },
      { atMs: 59_999, ms: null },
      { atMs: 60_000, ms: 8 },
    ],
    minutes: [
      { atMs: 0, n: 3, errors: 1, p50Ms: 4, p95Ms: 6, maxMs: 6 },
      { atMs: 60_000, n: 1, errors: 0, p50Ms: 8, p95Ms: 8, maxMs: 8 },
    ],
  });
});

test('the reason of the last failure is kept until an answer comes', () => {
  const failed = withProbe(newSeries('api'), probe(0, { because: 'refused' }));
  expect(failed.because).toBe('refused');
  expect(withProbe(failed, probe(1)).because).toBeNull();
});

test('readings and minutes are bounded, and counts of a minute are kept longer than its readings', () => {
  let busy = newSeries('api');
  for (let n = 0; n < MOST_READINGS + 50; n += 1) busy = withProbe(busy, probe(n * 100));
  expect(busy.readings).toHaveLength(MOST_READINGS);
  expect(busy.minutes).toEqual([expect.objectContaining({ n: MOST_READINGS + 50 })]);
  let long = newSeries('api');
  for (let n = 0; n < MOST_MINUTES + 10; n += 1) long = withProbe(long, probe(n * 60_000));
  expect(long.minutes).toHaveLength(MOST_MINUTES);
  expect(long.minutes[0]?.atMs).toBe(10 * 60_000);
});
