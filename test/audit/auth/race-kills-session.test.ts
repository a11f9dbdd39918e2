import { expect, test } from 'vitest';
import { raceKillsSession } from '../../../src/audit/auth/race-kills-session.ts';
import type { RaceTrial } from '../../../src/model/auth-evidence.ts';
import { at } from '../literals.ts';
import { all, raceOf } from './race-trials.ts';

const check = (trials: readonly Partial<RaceTrial>[], hasCookies = true) =>
  raceKillsSession.check({ race: raceOf(trials, hasCookies) }, at());

test.each([
  ['the new token of the winner works', [{}], 'pass'],
  ['the new token of the winner is refused', [{ usableSuccessors: 0 }], 'fail'],
  ['the session ended in one of two trials', [{}, { usableSuccessors: 0 }], 'fail'],
  ['all got one token that works', [all], 'pass'],
  ['two got tokens, and none works', [{ granted: 2, distinctSuccessors: 2, usableSuccessors: 0 }], 'fail'],
  ['each got a token of its own', [{ ...all, distinctSuccessors: 10, usableSuccessors: 10 }], 'pass'],
  ['nothing was granted', [{ statuses: { 401: 10 }, granted: 0, distinctSuccessors: 0 }], 'not-applicable'],
  ['nothing is rotated', [{ ...all, distinctSuccessors: 0, usableSuccessors: 0 }], 'not-applicable'],
  ['there is no refresh token', [{ statuses: {}, granted: 0, distinctSuccessors: 0 }], 'not-applicable'],
] as const)('a race in which %s', (_what, trials, outcome) => expect(check(trials).outcome).toBe(outcome));
