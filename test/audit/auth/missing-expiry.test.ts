import { expect, test } from 'vitest';
import { missingExpiry } from '../../../src/audit/auth/missing-expiry.ts';
import type { AuthResponses } from '../../../src/model/auth-responses.ts';
import { at } from '../literals.ts';
import { cookie, responses, token } from './auth-responses.ts';

const check = (over: Partial<AuthResponses>) => missingExpiry.check({ 'auth-responses': responses(over) }, at());

test.each([
  ['a JWT with an exp', [token()], 'pass'],
  ['a JWT without an exp', [token({ exp: 'absent' })], 'fail'],
  ['a JWT whose exp is no number', [token({ exp: 'unusable' })], 'fail'],
  ['a refresh token without an exp', [token(), token({ token: 'refresh token', exp: 'absent' })], 'fail'],
  ['a JWT without an exp, with a stated end', [token({ exp: 'absent', statedS: 900 })], 'inconclusive'],
  ['an opaque token with a stated end', [token({ form: 'opaque', exp: 'absent', statedS: 900 })], 'pass'],
  ['an opaque token', [token({ form: 'opaque', exp: 'absent' })], 'not-applicable'],
] as const)('%s', (_what, tokens, outcome) => expect(check({ tokens }).outcome).toBe(outcome));

test.each([
  ['with an end', { lifetimeS: 900 }, 'pass'],
  ['without one', {}, 'not-applicable'],
])('a session in a cookie %s', (_what, over, outcome) =>
  expect(check({ tokens: [], cookies: [cookie({ holds: 'session', ...over })] }).outcome).toBe(outcome),
);

test('a failure names the token and what it lacks', () =>
  expect(check({ tokens: [token({ exp: 'unusable' })] })).toMatchObject({
    severity: 'high',
    summary: expect.stringContaining('the access token has an exp that is no number'),
  }));
