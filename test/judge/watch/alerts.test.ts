import { expect, test } from 'vitest';
import { parseAlert, type WatchedStatistic } from '../../../src/judge/watch/alert-grammar.ts';
import { FEWEST_READINGS, inWindow, nextState, valueOf, WINDOW_MS } from '../../../src/judge/watch/alerts.ts';
import type { AlertState, Reading } from '../../../src/model/watch.ts';

const readings = (...times: readonly (number | null)[]): readonly Reading[] =>
  times.map((ms, index) => ({ atMs: index * 1_000, ms }));

test.each<[string, WatchedStatistic, readonly (number | null)[], number | null]>([
  ['a mean', 'mean', [1, 2, 3, 4, 5], 3],
  ['the least', 'min', [1, 2, 3, 4, 5], 1],
  ['the most', 'max', [1, 2, 3, 4, 5], 5],
  ['a median is a measured time', 'p50', [1, 2, 3, 4, 5], 3],
  ['a tail', 'p95', [1, 2, 3, 4, 50], 50],
  ['the share of failures', 'errors', [1, null, 1, null], null],
  ['the share of failures, with enough readings', 'errors', [1, null, 1, null, 1], 0.4],
  ['failures have no time', 'mean', [2, null, 4, null, null], 3],
  ['only failures have no time', 'p95', [null, null, null, null, null], null],
  ['all readings failed', 'errors', [null, null, null, null, null], 1],
  ['too few', 'mean', [1, 2, 3, 4], null],
])('%s', (_what, statistic, times, value) => expect(valueOf(statistic, readings(...times))).toBe(value));

test('the window ends now and has its stated length', () => {
  const kept = readings(...Array.from({ length: 60 }, () => 1));
  expect(inWindow(kept, 59_000)).toHaveLength(WINDOW_MS / 1_000);
  expect(inWindow(kept, 3_500)).toHaveLength(4);
  expect(FEWEST_READINGS).toBeLessThan(WINDOW_MS / 1_000);
});

const quiet: AlertState = { kind: 'quiet' };
const pending: AlertState = { kind: 'pending', sinceMs: 10_000 };
const firing: AlertState = { kind: 'firing', sinceMs: 10_000 };

test.each<[string, AlertState, number | null, number, AlertState]>([
  ['within the limit the alert is quiet', quiet, 30, 10_000, quiet],
  ['beyond the limit it is pending', quiet, 30.1, 10_000, pending],
  ['it stays pending', pending, 31, 39_999, pending],
  ['after its duration it fires', pending, 31, 40_000, firing],
  ['one value within the limit ends pending', pending, 29, 39_999, quiet],
  ['it keeps firing', firing, 31, 90_000, firing],
  ['until it is within the limit', firing, 30, 90_000, quiet],
  ['missing readings do not start it', quiet, null, 90_000, quiet],
  ['missing readings do not make it fire', pending, null, 90_000, pending],
  ['missing readings do not end it', firing, null, 90_000, firing],
])('%s', (_promise, before, value, nowMs, after) =>
  expect(nextState(parseAlert('refresh p95 > 30ms for 30s', ['refresh']), before, value, nowMs)).toEqual(after),
);

test.each([
  ['> 30ms', 30, false],
  ['>= 30ms', 30, true],
  ['< 30ms', 29.9, true],
  ['<= 30ms', 30, true],
  ['< 30ms', 30, false],
])('refresh mean %s at %f: fires is %s', (rule, value, fires) => {
  const alert = parseAlert(`refresh mean ${rule}`, ['refresh']);
  expect(nextState(alert, quiet, value, 5).kind === 'firing').toBe(fires);
});
