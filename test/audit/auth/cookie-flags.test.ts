import { expect, test } from 'vitest';
import { cookieFlags } from '../../../src/audit/auth/cookie-flags.ts';
import type { Subject } from '../../../src/audit/contract.ts';
import { at } from '../literals.ts';
import { cookie, responses } from './auth-responses.ts';

const check = (over: Parameters<typeof cookie>[0], subject: Subject = at()) =>
  cookieFlags.check({ 'auth-responses': responses({ cookies: [cookie(over)] }) }, subject);
const severityOf = (found: ReturnType<typeof check>) => (found.outcome === 'fail' ? found.severity : found.outcome);

const https: Subject = { ...at(), target: { ...at().target, scheme: 'https' } };

test.each([
  ['all attributes', {}, at(), 'pass'],
  ['SameSite=Strict', { sameSite: 'strict' }, at(), 'pass'],
  ['no HttpOnly', { httpOnly: false }, at(), 'high'],
  ['no SameSite', { sameSite: 'absent' }, at(), 'low'],
  ['no HttpOnly and no SameSite', { httpOnly: false, sameSite: 'absent' }, at(), 'high'],
  ['SameSite=None with Secure', { sameSite: 'none' }, at(), 'pass'],
  ['SameSite=None without Secure', { sameSite: 'none', secure: false }, at(), 'medium'],
  ['no Secure on localhost', { secure: false }, at('localhost'), 'pass'],
  ['no Secure on 127.0.0.1', { secure: false }, at('127.0.0.1'), 'pass'],
  ['no Secure on ::1', { secure: false }, at('::1'), 'pass'],
  ['no Secure on another machine', { secure: false }, at('10.0.0.7'), 'medium'],
  ['no Secure over https', { secure: false }, https, 'medium'],
] as const)('a cookie with %s', (_what, over, subject, expected) =>
  expect(severityOf(check(over, subject))).toBe(expected),
);

test('a pass over plain http says that Secure was not judged', () =>
  expect(check({ secure: false })).toMatchObject({ summary: expect.stringContaining('Secure is not judged') }));

test('a server without such a cookie is not judged', () =>
  expect(cookieFlags.check({ 'auth-responses': responses() }, at()).outcome).toBe('not-applicable'));
