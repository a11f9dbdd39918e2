import { expect, test } from 'vitest';
import { compressedSecrets } from '../../../src/audit/auth/compressed-secrets.ts';
import { at } from '../literals.ts';
import { cookie, responses } from './auth-responses.ts';

test.each([
  ['not asked for', null, 'not-applicable'],
  ['plain', { encoding: null, reflects: null }, 'pass'],
  ['compressed', { encoding: 'gzip', reflects: false }, 'pass'],
  ['compressed with a parameter of the request', { encoding: 'gzip', reflects: true }, 'fail'],
  ['compressed, and the second refresh failed', { encoding: 'gzip', reflects: null }, 'inconclusive'],
] as const)('a response that is %s', (_what, compression, outcome) => {
  const seen = responses({ cookies: [cookie({ sameSite: 'none' })], compression });
  expect(compressedSecrets.check({ 'auth-responses': seen }, at()).outcome).toBe(outcome);
});

test.each([
  ['SameSite=Lax', 'lax', 'no cookie with a token'],
  ['SameSite=None', 'none', 'no refresh by cookie'],
] as const)('the reason why nothing was asked fits to a cookie with %s', (_what, sameSite, words) =>
  expect(
    compressedSecrets.check({ 'auth-responses': responses({ cookies: [cookie({ sameSite })] }) }, at()),
  ).toMatchObject({ summary: expect.stringContaining(words) }),
);
