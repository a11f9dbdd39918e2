import { expect, test } from 'vitest';
import { sensitiveClaims } from '../../../src/audit/auth/sensitive-claims.ts';
import type { SeenToken } from '../../../src/model/auth-responses.ts';
import { at } from '../literals.ts';
import { responses, token } from './auth-responses.ts';

const check = (tokens: readonly SeenToken[]) =>
  sensitiveClaims.check({ 'auth-responses': responses({ tokens }) }, at());

const email = { claim: 'email', data: 'e-mail address' } as const;
const phone = { claim: 'phone', data: 'phone number' } as const;
const hash = { claim: 'user.password', data: 'password hash' } as const;

test.each([
  ['one kind of personal data', [email], 'low'],
  ['the same kind in two claims', [email, { ...email, claim: 'sub' }], 'low'],
  ['two kinds of personal data', [email, phone], 'medium'],
  ['a hash', [hash], 'high'],
  ['a hash beside personal data', [email, phone, hash], 'high'],
] as const)('%s is of severity %s', (_what, sensitive, severity) =>
  expect(check([token({ sensitive })])).toMatchObject({ outcome: 'fail', severity }),
);

test.each([
  ['claims without such data', [token()], 'pass'],
  ['an opaque token', [token({ form: 'opaque' })], 'not-applicable'],
  ['a session without a token', [], 'not-applicable'],
] as const)('%s', (_what, tokens, outcome) => expect(check(tokens).outcome).toBe(outcome));

test('a failure names the claim and the token', () =>
  expect(check([token({ token: 'refresh token', sensitive: [hash] })])).toMatchObject({
    summary: expect.stringContaining('user.password of the refresh token looks like a password hash'),
  }));
