import { expect, test } from 'vitest';
import { raceLoserClearsCookie } from '../../../src/audit/auth/race-loser-clears-cookie.ts';
import type { RaceTrial } from '../../../src/model/auth-evidence.ts';
import { at } from '../literals.ts';
import { all, raceOf } from './race-trials.ts';

const check = (trials: readonly Partial<RaceTrial>[], hasCookies = true) =>
  raceLoserClearsCookie.check({ race: raceOf(trials, hasCookies) }, at());

test.each([
  ['no refusal deletes a cookie', [{}], 'pass'],
  ['one refusal deletes a cookie', [{ clearedCookies: 1 }], 'fail'],
  ['one of two trials deletes a cookie', [{}, { clearedCookies: 9 }], 'fail'],
  ['nothing was refused', [all], 'inconclusive'],
  ['nothing was granted', [{ statuses: { 401: 10 }, granted: 0, distinctSuccessors: 0 }], 'not-applicable'],
  ['nothing is rotated', [{ ...all, distinctSuccessors: 0, usableSuccessors: 0 }], 'not-applicable'],
  ['there is no refresh token', [{ statuses: {}, granted: 0, distinctSuccessors: 0 }], 'not-applicable'],
] as const)('a race in which %s', (_what, trials, outcome) => expect(check(trials).outcome).toBe(outcome));

test('a session without a cookie has none to lose', () => expect(check([{}], false).outcome).toBe('not-applicable'));
