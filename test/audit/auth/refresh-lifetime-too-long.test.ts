import { expect, test } from 'vitest';
import { refreshLifetimeTooLong } from '../../../src/audit/auth/refresh-lifetime-too-long.ts';
import { at } from '../literals.ts';
import { cookie, responses, token } from './auth-responses.ts';

const LIMIT_S = 12 * 3_600;
const check = (refreshS: number | null, seen = responses()) =>
  refreshLifetimeTooLong.check({ lifetimes: { accessS: 86_400, refreshS }, 'auth-responses': seen }, at());

test.each([
  ['at the limit', LIMIT_S, 'pass'],
  ['within the rounding', LIMIT_S + 5, 'pass'],
  ['past it', LIMIT_S + 6, 'fail'],
  ['without a stated lifetime', null, 'not-applicable'],
])('a refresh token %s', (_what, refreshS, outcome) => expect(check(refreshS).outcome).toBe(outcome));

test.each([
  ['a response', LIMIT_S + 6, 'fail'],
  ['a response, at the limit', LIMIT_S + 5, 'pass'],
])('the lifetime of an opaque refresh token by %s', (_where, statedS, outcome) => {
  const tokens = [token(), token({ token: 'refresh token', form: 'opaque', exp: 'absent', statedS })];
  expect(check(null, responses({ tokens })).outcome).toBe(outcome);
});

test.each([
  ['of a session', { holds: 'session', lifetimeS: LIMIT_S + 6 }, 'fail'],
  ['of a session, at the limit', { holds: 'session', lifetimeS: LIMIT_S + 5 }, 'pass'],
  ['of a session that ends with the browser', { holds: 'session', lifetimeS: null }, 'not-applicable'],
  ['that holds a token, whose own lifetime counts', { holds: 'access token', lifetimeS: 864_000 }, 'not-applicable'],
] as const)('a cookie %s', (_what, over, outcome) =>
  expect(check(null, responses({ cookies: [cookie(over)] })).outcome).toBe(outcome),
);

test('a run without the evidence of cookies is judged by the tokens alone', () =>
  expect(refreshLifetimeTooLong.check({ lifetimes: { accessS: null, refreshS: LIMIT_S + 6 } }, at())).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
  }));

test.each([
  ['at the limit of a profile', 3_605, 'pass'],
  ['past the limit of a profile', 3_606, 'fail'],
])('a refresh token %s', (_what, refreshS, outcome) => {
  const subject = { ...at(), limits: { refreshLifetimeS: 3_600 } };
  expect(refreshLifetimeTooLong.check({ lifetimes: { accessS: null, refreshS } }, subject).outcome).toBe(outcome);
});
