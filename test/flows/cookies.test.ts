import { expect, test } from 'vitest';
import { cookieHeader, withSetCookies } from '../../src/flows/cookies.ts';

const NOW_MS = 1_000_000;
const HOUR_MS = 3_600_000;

const after = (lines: readonly string[], requestPath = '/auth/login') => withSetCookies([], lines, requestPath, NOW_MS);

test.each([
  ['a plain cookie goes to the folder that set it', ['a=1'], '/auth/me', 'a=1'],
  ['and not elsewhere', ['a=1'], '/api', ''],
  ['a path is a whole segment', ['a=1; Path=/auth'], '/authority', ''],
  ['a path of / goes everywhere', ['a=1; Path=/'], '/x', 'a=1'],
  ['a query is no part of the path', ['a=1; Path=/x'], '/x?y=/z', 'a=1'],
  ['a Secure cookie travels on loopback', ['a=1; Secure; Path=/'], '/', 'a=1'],
  ['a value may hold an equals sign', ['a=b==; Path=/'], '/', 'a=b=='],
  ['the newer value replaces the older', ['a=1; Path=/', 'a=2; Path=/'], '/', 'a=2'],
  ['Max-Age=0 removes it', ['a=1; Path=/', 'a=; Max-Age=0; Path=/'], '/', ''],
  ['an Expires of the past removes it', ['a=1; Path=/', 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/'], '/', ''],
  ['Max-Age outranks Expires', ['a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/'], '/', 'a=1'],
  ['longer paths come first', ['a=1; Path=/', 'b=2; Path=/auth'], '/auth/x', 'b=2; a=1'],
  ['a line without a name is no cookie', ['=x', 'nothing', ''], '/', ''],
])('%s', (_promise, lines, path, header) => expect(cookieHeader(after(lines), path, NOW_MS)).toBe(header));

test('an expired cookie is not sent', () => {
  const cookies = after(['a=1; Max-Age=60; Path=/']);
  expect(cookieHeader(cookies, '/', NOW_MS + HOUR_MS)).toBe('');
});

test('a response without cookies returns the same list', () => {
  const cookies = after(['a=1']);
  expect(withSetCookies(cookies, [], '/', NOW_MS)).toBe(cookies);
});

test('the list of cookies is bounded', () => {
  const lines = Array.from({ length: 1_000 }, (_, index) => `c${index}=1`);
  expect(after(lines).length).toBeLessThanOrEqual(200);
});
