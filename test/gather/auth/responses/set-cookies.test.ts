import { expect, test } from 'vitest';
import { setCookiesOf } from '../../../../src/gather/auth/responses/set-cookies.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const of = (...setCookies: readonly string[]) =>
  setCookiesOf(
    [
      {
        request: { method: 'POST', path: '/login', headers: {}, body: null },
        response: { status: 200, headers: {}, setCookies, body: '' },
      },
    ],
    NOW_MS,
  );

test.each([
  ['s=1', { httpOnly: false, secure: false, sameSite: 'absent', lifetimeS: null }],
  ['s=1; HttpOnly; secure; samesite=LAX; Max-Age=60', { httpOnly: true, secure: true, sameSite: 'lax', lifetimeS: 60 }],
  ['s=1; SameSite=None', { sameSite: 'none' }],
  ['s=1; SameSite=sometimes', { sameSite: 'absent' }],
  ['s=1; Expires=Thu, 01 Jan 2026 01:00:00 GMT', { lifetimeS: 3_600 }],
  ['s=1; Expires=Thu, 01 Jan 2026 01:00:00 GMT; Max-Age=5', { lifetimeS: 5 }],
  ['s=1; Expires=never', { lifetimeS: null }],
])('%s', (line, attributes) => expect(of(line)).toMatchObject([{ name: 's', ...attributes }]));

test.each([
  ['a removed cookie', ['s=1', 's=; Max-Age=0']],
  ['a cookie in the past', ['s=1', 's=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT']],
  ['a line without a name', ['=1', 'text']],
])('%s is not there', (_what, lines) => expect(of(...lines)).toEqual([]));

test('the last line of a cookie counts', () =>
  expect(of('s=1', 's=2; HttpOnly')).toMatchObject([{ value: '2', httpOnly: true }]));
