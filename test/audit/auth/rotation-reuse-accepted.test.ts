import { expect, test } from 'vitest';
import { rotationReuseAccepted } from '../../../src/audit/auth/rotation-reuse-accepted.ts';
import type { Presented, RotationExchange } from '../../../src/model/auth-evidence.ts';
import { at } from '../literals.ts';

const check = (reuse: Presented, over: Partial<RotationExchange> = {}) =>
  rotationReuseAccepted.check(
    { rotation: { issued: true, successor: 'new', reuse, newestAfterReuse: null, grace: null, ...over } },
    at(),
  );

test.each([
  ['refused', { status: 401, granted: false }, 'pass'],
  ['refused as a bad request', { status: 400, granted: false }, 'pass'],
  ['answered 200 without a token', { status: 200, granted: false }, 'pass'],
  ['accepted', { status: 200, granted: true }, 'fail'],
  ['answered with the last status below 5xx', { status: 499, granted: false }, 'pass'],
  ['answered with 5xx, which shows no refusal', { status: 500, granted: false }, 'inconclusive'],
  ['throttled, which shows nothing about the next time', { status: 429, granted: false }, 'inconclusive'],
  ['not answered at all, which shows no refusal either', { status: 0, granted: false }, 'inconclusive'],
])('a used token that is %s', (_what, reuse, outcome) => expect(check(reuse).outcome).toBe(outcome));

test.each(['same', 'none'] as const)('where rotation returns "%s", no token is ever used up', (successor) =>
  expect(check({ status: 200, granted: true }, { successor }).outcome).toBe('not-applicable'),
);

test('a server without refresh tokens has none to use again', () =>
  expect(check({ status: 0, granted: false }, { issued: false, successor: 'none' })).toMatchObject({
    outcome: 'not-applicable',
    summary: 'the server issues no refresh token',
  }));

test.each([
  ['the session continues', { status: 200, granted: true }, 'the newest token of the session still works'],
  ['the session was revoked', { status: 401, granted: false }, 'the whole session was revoked'],
])('a pass states that %s', (_what, newestAfterReuse, words) =>
  expect(check({ status: 401, granted: false }, { newestAfterReuse }).summary).toBe(`refused with 401; ${words}`),
);

const grace = { lastGrantedMs: 8_000, endedByMs: 12_000 };

test('a token that was accepted for a while and refused then is not accepted again', () =>
  expect(check({ status: 401, granted: false }, { grace })).toMatchObject({
    outcome: 'pass',
    summary: 'refused with 401 12.0 s after its use; see grace-window',
  }));

test.each([
  [12_010, 'still 12.0 s after its first use.'],
  [10_000, 'still 10.0 s after its first use.'],
  [9_999, '--longest-grace 12s tells the common ones from none.'],
  [2, 'a longer reuse interval would look the same'],
])(
  'a failure after %d ms states how long the token was accepted, and what a shorter search leaves open',
  (lastGrantedMs, words) =>
    expect(check({ status: 200, granted: true }, { grace: { lastGrantedMs, endedByMs: null } })).toMatchObject({
      outcome: 'fail',
      summary: expect.stringMatching(new RegExp(lastGrantedMs < 10_000 ? words : `${words}$`)),
    }),
);
