import { expect, test } from 'vitest';
import { requestFor } from '../../../src/pipelines/request/index.ts';
import type { RunOptions } from '../../../src/pipelines/request/contract.ts';
import { comparisonLimitMs } from '../../../src/pipelines/request/time-limit.ts';

const MINUTE_MS = 60_000;
const limitOf = (options: Omit<RunOptions, 'url'>): number | null =>
  requestFor({ url: 'http://localhost:8000', user: 'me', password: 'pass phrase', ...options }).timeLimitMs;

test.each([
  ['diagnose', 2],
  ['clients', 2],
  ['verify', 2],
  ['run', 5],
  ['load', 5],
] as const)('%s ends within %i min, unless its plan needs more', (command, minutes) =>
  expect(limitOf({ command })).toBe(minutes * MINUTE_MS),
);

test.each([
  ['a wait for the server', { command: 'diagnose', waitMs: 10 * MINUTE_MS }, 10],
  ['probes with a long time-out', { command: 'diagnose', timeoutMs: MINUTE_MS }, 4],
  ['trials with a duration', { command: 'load', durationMs: 3 * MINUTE_MS, suites: ['api'] }, 6],
  [
    'trials until the verdict is certain',
    { command: 'load', untilSure: true, maxTimeMs: 10 * MINUTE_MS, suites: ['api'] },
    10,
  ],
  ['requests at a slow rate', { command: 'load', rate: 1, requests: 600, durationMs: undefined }, 3],
  ['a search with long trials', { command: 'load', findCapacity: true, durationMs: MINUTE_MS, suites: ['api'] }, 10],
] as const)('the limit grows with %s', (_what, options, needMinutes) =>
  expect(limitOf(options)).toBeGreaterThan(needMinutes * MINUTE_MS),
);

test('an explicit limit overrides the plan', () =>
  expect(limitOf({ command: 'load', durationMs: 10 * MINUTE_MS, timeLimitMs: 5_000 })).toBe(5_000));

test.each([
  [MINUTE_MS, 5 * MINUTE_MS],
  [20 * MINUTE_MS, 26 * MINUTE_MS],
])('a comparison of %i ms may take %i ms', (maxTimeMs, limitMs) => expect(comparisonLimitMs(maxTimeMs)).toBe(limitMs));
