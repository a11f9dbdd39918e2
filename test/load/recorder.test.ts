import { expect, test } from 'vitest';
import { startRecorder } from '../../src/load/recorder.ts';
import type { HttpResponse } from '../../src/model/http.ts';
import { decodeHistogram } from '../../src/stats/histogram.ts';

const response = (status = 200, serverTiming = ''): HttpResponse => ({
  status,
  headers: serverTiming === '' ? {} : { 'server-timing': serverTiming },
  setCookies: [],
  body: '',
});

test('an empty recorder has no latencies', () => {
  const { histogram, ...counts } = startRecorder().counts();
  expect(decodeHistogram(histogram).count).toBe(0);
  expect(counts).toEqual({
    n: 0,
    errors: 0,
    reasons: {},
    statuses: {},
    serviceMs: null,
    userMs: null,
    blocks: [],
    designEffects: { p50: 1, p75: 1, p90: 1, p95: 1, p99: 1, p999: 1 },
    serverTimingMs: {},
  });
});

test('right responses are timed, and wrong ones are counted only', () => {
  const recorder = startRecorder();
  recorder.right({ serviceUs: 10_000, userUs: 12_000 }, response());
  recorder.right({ serviceUs: 20_000, userUs: 28_000 }, response(201));
  recorder.wrong('status 401 without a token', 401);
  recorder.wrong('timed-out', null);
  recorder.wrong('timed-out', null);
  expect(recorder.taken).toBe(5);
  expect(recorder.counts()).toMatchObject({
    n: 2,
    errors: 3,
    reasons: { 'status 401 without a token': 1, 'timed-out': 2 },
    statuses: { 200: 1, 201: 1, 401: 1 },
    serviceMs: { mean: 15, min: 10, p50: 10, max: 20 },
    userMs: { mean: 20, min: 12, p50: 12, max: 28 },
    blocks: [
      { n: 1, meanMs: 10 },
      { n: 1, meanMs: 20 },
    ],
  });
});

test('the published histogram is that of service times', () => {
  const recorder = startRecorder();
  recorder.right({ serviceUs: 10_000, userUs: 20_000 }, response());
  const { histogram } = recorder.counts();
  expect([decodeHistogram(histogram).count, decodeHistogram(histogram).maxMs]).toEqual([1, 10]);
});

test('the Server-Timing metrics are kept by name', () => {
  const recorder = startRecorder();
  const times = { serviceUs: 10_000, userUs: 10_000 };
  recorder.right(times, response(200, 'db;dur=2, sign;dur=0.5'));
  recorder.right(times, response(200, 'db;dur=4'));
  recorder.wrong('status 500', 500);
  expect(recorder.counts().serverTimingMs).toEqual({
    db: { mean: 3, p50: 2, p95: 4 },
    sign: { mean: 0.5, p50: 0.5, p95: 0.5 },
  });
});

test.each([
  ['closed', 300],
  ['open', 700],
] as const)('%s: the time of a failure is in the timeline, and in no latency', (model, waitedMs) => {
  const recorder = startRecorder(model);
  recorder.right({ serviceUs: 1_000, userUs: 1_000 }, response());
  recorder.wrong('timed-out', null, { serviceUs: 300_000, userUs: 700_000 });
  expect(recorder.timeline(1)).toMatchObject([
    { n: 1, errors: 1, maxMs: 1, failed: { waitedMs, longestMs: waitedMs } },
  ]);
  expect(recorder.counts()).toMatchObject({ n: 1, errors: 1, serviceMs: { max: 1 }, userMs: { max: 1 } });
});
