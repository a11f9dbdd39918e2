import { expect, test } from 'vitest';
import { csrfMissing } from '../../../src/audit/auth/csrf-missing.ts';
import type { AuthResponses } from '../../../src/model/auth-responses.ts';
import { at } from '../literals.ts';
import { cookie, responses } from './auth-responses.ts';

const open = [cookie({ sameSite: 'none' })];
const check = (over: Partial<AuthResponses>) => csrfMissing.check({ 'auth-responses': responses(over) }, at());
const change = (status: number, granted: boolean, what: 'renewal' | 'sign-out' = 'renewal') =>
  ({ what, method: 'POST', path: '/refresh', presented: { status, granted } }) as const;

test.each([
  ['refused', 403, false, 'pass'],
  ['answered 200 without tokens', 200, false, 'pass'],
  ['granted', 200, true, 'fail'],
  ['answered 500', 500, false, 'inconclusive'],
  ['throttled', 429, false, 'inconclusive'],
  ['not answered', 0, false, 'inconclusive'],
])('a refresh of another site that is %s', (_what, status, granted, outcome) =>
  expect(check({ cookies: open, foreignChange: change(status, granted) }).outcome).toBe(outcome),
);

test.each([
  ['renewal', 'medium', 'renewed the session'],
  ['sign-out', 'low', 'ended the session'],
] as const)('a granted %s is of severity %s', (what, severity, words) =>
  expect(check({ cookies: open, foreignChange: change(200, true, what) })).toMatchObject({
    severity,
    summary: expect.stringContaining(words),
  }),
);

test.each([
  ['no cookie', [], 'not-applicable'],
  ['a cookie with SameSite=Lax', [cookie({ sameSite: 'lax' })], 'pass'],
  ['a cookie with SameSite=Strict', [cookie({ sameSite: 'strict' })], 'pass'],
  ['a cookie that no such request takes', open, 'not-applicable'],
] as const)('%s, where nothing was sent', (_what, cookies, outcome) =>
  expect(check({ cookies }).outcome).toBe(outcome),
);
