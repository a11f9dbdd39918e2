import { expect, test } from 'vitest';
import { concurrentRefreshRace } from '../../../src/audit/auth/concurrent-refresh-race.ts';
import type { RaceTrial } from '../../../src/model/auth-evidence.ts';
import { at } from '../literals.ts';

const trial = (
  granted: number,
  distinctSuccessors: number,
  usableSuccessors: number,
  statuses: RaceTrial['statuses'] = { 200: granted, 401: 10 - granted },
): RaceTrial => ({ statuses, granted, distinctSuccessors, usableSuccessors, retryAfters: 0, clearedCookies: 0 });

const check = (...trials: readonly RaceTrial[]) =>
  concurrentRefreshRace.check({ race: { atOnce: 10, trials, hasCookies: false, excludedWindowMs: null } }, at());

test.each([
  ['one success', trial(1, 1, 1), 'pass'],
  ['ten successes that share one successor', trial(10, 1, 1), 'pass'],
  ['two successes with a token each', trial(2, 2, 2), 'fail'],
  ['two successors that are both invalid', trial(2, 2, 0), 'fail'],
  ['no success', trial(0, 0, 0), 'not-applicable'],
  ['successes without a refresh token', trial(10, 0, 0), 'not-applicable'],
  ['no refresh token to present', trial(0, 0, 0, {}), 'not-applicable'],
  ['one success, and a 5xx', trial(1, 1, 1, { 200: 1, 500: 9 }), 'fail'],
  ['no success, and a 5xx', trial(0, 0, 0, { 500: 10 }), 'fail'],
  ['one success, and some without an answer', trial(1, 1, 1, { 200: 1, 0: 9 }), 'inconclusive'],
  ['one success, and a lock that answers 429', trial(1, 1, 1, { 200: 1, 429: 9 }), 'pass'],
])('ten at once with %s', (_what, seen, outcome) => expect(check(seen).outcome).toBe(outcome));

test('one trial with a 5xx among good ones is enough', () =>
  expect(check(trial(1, 1, 1), trial(1, 1, 1, { 200: 1, 500: 9 }))).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    summary: expect.stringContaining('Concurrent refreshes end in server errors'),
  }));

test('a pass says how many trials were made and what they exclude', () => {
  const race = { atOnce: 10, trials: [trial(1, 1, 1), trial(1, 1, 1)], hasCookies: false, excludedWindowMs: 1.234 };
  expect(concurrentRefreshRace.check({ race }, at()).summary).toBe(
    'not seen in 2 × 10: 10 refreshes of one token, 1 succeeded, 1 new token, 1 usable afterwards; a gap of 1.2 ms or more between check and claim would have been missed in less than 1 % of such searches',
  );
});

test('no trial is no evidence', () => expect(check().outcome).toBe('inconclusive'));

test('one bad trial among good ones is enough, wherever it stands', () =>
  expect(check(trial(1, 1, 1), trial(3, 3, 3), trial(1, 1, 1)).outcome).toBe('fail'));

test('the trial with most usable tokens is the one that is shown', () =>
  expect(check(trial(9, 9, 2), trial(3, 3, 3))).toMatchObject({
    severity: 'high',
    summary: expect.stringContaining('10 refreshes of one token, 3 succeeded, 3 new tokens, 3 usable afterwards'),
    facts: [
      {
        head: ['status', 'answers'],
        rows: [
          ['200', '3'],
          ['401', '7'],
        ],
      },
    ],
  }));

test.each([
  [
    'several usable tokens let an attacker keep access',
    trial(2, 2, 2),
    'An attacker who refreshes together with the user keeps access',
  ],
  ['several tokens of which one is usable lock users out', trial(2, 2, 1), 'Users are logged out.'],
])('%s', (_promise, seen, words) => expect(check(seen).summary).toContain(words));
