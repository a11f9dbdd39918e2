import { expect, test } from 'vitest';
import { mergeTimelines } from '../../../src/load/processes/merge-timeline.ts';
import type { Stretch } from '../../../src/model/suite.ts';
import { quickHistogram } from '../../../src/stats/histogram.ts';

function recorded(stretches: readonly (readonly [fromS: number, lengthS: number, us: number, n: number])[]) {
  const histograms = stretches.map(([, , us, n]) => {
    const times = quickHistogram();
    for (let count = 0; count < n; count += 1) times.record(us);
    return times.packed();
  });
  const timeline = stretches.map(([fromS, lengthS, us, n]): Stretch => {
    const ms = us / 1_000;
    return {
      fromS,
      lengthS,
      n,
      errors: 1,
      meanMs: ms,
      p50Ms: ms,
      p95Ms: ms,
      p99Ms: ms,
      maxMs: ms,
      failed: { waitedMs: ms, longestMs: ms },
    };
  });
  return { timeline, stretches: histograms };
}

test('timelines merge by second, although the timers of the processes drift', () => {
  const drifted = recorded([
    [0, 1.01, 1_000, 3],
    [1.01, 1.02, 1_000, 3],
    [2.03, 1.03, 1_000, 1],
  ]);
  const shorter = recorded([
    [0, 1, 9_000, 1],
    [1, 1, 9_000, 9],
    [2, 0.4, 2_000, 1],
  ]);
  const merged = mergeTimelines([shorter, drifted]);
  expect(
    merged.map(({ fromS, lengthS, n, errors, meanMs, p50Ms, maxMs }) => [
      fromS,
      lengthS,
      n,
      errors,
      meanMs,
      p50Ms,
      maxMs,
    ]),
  ).toEqual([
    [0, 1.01, 4, 2, 3, 1, 9],
    [1.01, 1.02, 12, 2, 7, 9, 9],
    [2.03, 1.03, 2, 2, 1.5, 1, 2],
  ]);
  expect(merged[1]?.failed).toEqual({ waitedMs: 10, longestMs: 9 });
});
