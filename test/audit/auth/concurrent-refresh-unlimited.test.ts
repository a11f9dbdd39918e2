import { expect, test } from 'vitest';
import { concurrentRefreshUnlimited } from '../../../src/audit/auth/concurrent-refresh-unlimited.ts';
import type { RaceTrial } from '../../../src/model/auth-evidence.ts';
import { at } from '../literals.ts';
import { all, raceOf } from './race-trials.ts';

const check = (trials: readonly Partial<RaceTrial>[], hasCookies = true) =>
  concurrentRefreshUnlimited.check({ race: raceOf(trials, hasCookies) }, at());

test.each([
  ['one is granted and the others get 429', [{ statuses: { 200: 1, 429: 9 }, retryAfters: 9 }], 'pass'],
  [
    'one is granted and the others get 409 with Retry-After',
    [{ statuses: { 200: 1, 409: 9 }, retryAfters: 9 }],
    'pass',
  ],
  ['one is granted and the others get 401', [{}], 'note'],
  ['all get one token', [all], 'note'],
  ['two get a token each', [{ granted: 2, distinctSuccessors: 2 }], 'fail'],
  [
    'two get a token each, and one gets 429',
    [{ statuses: { 200: 2, 429: 1 }, granted: 2, distinctSuccessors: 2 }],
    'pass',
  ],
  ['nothing was granted', [{ statuses: { 401: 10 }, granted: 0, distinctSuccessors: 0 }], 'not-applicable'],
  ['nothing is rotated', [{ ...all, distinctSuccessors: 0, usableSuccessors: 0 }], 'not-applicable'],
  ['there is no refresh token', [{ statuses: {}, granted: 0, distinctSuccessors: 0 }], 'not-applicable'],
] as const)('a race in which %s', (_what, trials, outcome) => expect(check(trials).outcome).toBe(outcome));
