import { expect, test } from 'vitest';
import { capturesOf, tokensIn } from '../../../../src/gather/auth/refusal/tokens-in.ts';
import { cpuMs } from '../../../cpu-time.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2VjcmV0';
const responseWith = (
  body: unknown,
  over: { headers?: Record<string, string>; setCookies?: readonly string[] } = {},
) => ({
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: {},
  setCookies: [],
  ...over,
});

test.each([
  [
    'SimpleJWT',
    { access: 'opaque-a', refresh: 'opaque-r' },
    [
      ['json:access', 'access-token'],
      ['json:refresh', 'refresh-token'],
    ],
  ],
  [
    'Directus',
    { data: { access_token: JWT, refresh_token: 'r', expires: 900000 } },
    [
      ['json:data.access_token', 'access-token'],
      ['json:data.refresh_token', 'refresh-token'],
    ],
  ],
  [
    'OpenID Connect',
    { access_token: 'a', token_type: 'Bearer', expires_in: 300, refresh_token: 'r', id_token: JWT, scope: 'openid' },
    [
      ['json:access_token', 'access-token'],
      ['json:refresh_token', 'refresh-token'],
      ['json:id_token', 'id-token'],
    ],
  ],
  [
    'Firebase',
    { idToken: JWT, refreshToken: 'r', expiresIn: '3600' },
    [
      ['json:idToken', 'id-token'],
      ['json:refreshToken', 'refresh-token'],
    ],
  ],
  ['Strapi', { jwt: JWT, user: { id: 1, username: 'ada', resetPasswordToken: 'x' } }, [['json:jwt', 'access-token']]],
  ['a JWT under any name', { result: { credential: JWT } }, [['json:result.credential', 'access-token']]],
  ['a JWT with its scheme', { auth: `Bearer ${JWT}` }, [['json:auth', 'access-token']]],
  [
    'tokens in objects',
    { tokens: { access: { token: 'a', expires: 'x' }, refresh: { token: 'r', expires: 'y' } } },
    [
      ['json:tokens.access.token', 'access-token'],
      ['json:tokens.refresh.token', 'refresh-token'],
    ],
  ],
  ['a list', { tokens: [{ value: JWT }] }, [['json:tokens.0.value', 'access-token']]],
])('JSON of %s', (_server, body, tokens) =>
  expect(tokensIn(responseWith(body)).map(({ place, role }) => [place, role])).toEqual(tokens),
);

test.each([
  [
    'a refresh cookie',
    { setCookies: ['refreshToken=abc; HttpOnly; Path=/auth'] },
    [['cookie:refreshToken', 'refresh-token']],
  ],
  ['a short name of one', { setCookies: ['rt=abc; HttpOnly'] }, [['cookie:rt', 'refresh-token']]],
  ['a JWT in a cookie', { setCookies: [`auth=${JWT}; HttpOnly`] }, [['cookie:auth', 'access-token']]],
  ['a session', { setCookies: ['connect.sid=s%3Aabc; Path=/'] }, [['cookie:connect.sid', 'session-cookie']]],
  ['a CSRF token', { setCookies: ['XSRF-TOKEN=abc; Path=/', 'csrftoken=abc'] }, []],
  ['a cookie that is removed', { setCookies: ['refreshToken=; Max-Age=0'] }, []],
  ['a broken cookie', { setCookies: ['', '=x', ';'] }, []],
  ['a header', { headers: { authorization: `Bearer ${JWT}` } }, [['header:authorization', 'access-token']]],
  ['a header of its own', { headers: { 'set-auth-token': 'abc' } }, [['header:set-auth-token', 'access-token']]],
  ['other headers', { headers: { 'www-authenticate': 'Bearer', 'x-csrf-token': 'a', etag: 'b' } }, []],
])('beside the body: %s', (_what, over, tokens) =>
  expect(tokensIn(responseWith('', over)).map(({ place, role }) => [place, role])).toEqual(tokens),
);

test.each([
  ['nothing', ''],
  ['a page', '<title>token</title>'],
  ['a sentence under the name of a token', { token: 'is in the mail', message: 'token sent' }],
  ['facts about a token', { token_type: 'bearer', tokenExpiresAt: 'soon', access_expires: '2026' }],
  ['another kind of token', { csrfToken: 'a', deviceToken: 'b', xsrf_token: 'c' }],
  ['a key that no place can name', { 'a.token': JWT, '': JWT }],
  ['a text alone', JSON.stringify(JWT)],
])('%s has no token', (_what, body) => expect(tokensIn(responseWith(body))).toEqual([]));

test('values are in no part of the result', () => {
  const setCookies = [`refresh_token=${JWT}`];
  const found = tokensIn(responseWith({ accessToken: JWT }, { setCookies, headers: { authorization: JWT } }));
  expect(found).toHaveLength(3);
  expect(JSON.stringify(found)).not.toContain('eyJ');
});

test('captures are the first access token and the first refresh token', () => {
  const found = tokensIn(responseWith({ a: { accessToken: 'x', token: 'y', refreshToken: 'z' }, idToken: 'i' }));
  expect(capturesOf(found).map(([name, { place }]) => [name, place])).toEqual([
    ['access', 'json:a.accessToken'],
    ['refresh', 'json:a.refreshToken'],
  ]);
  expect(capturesOf(tokensIn(responseWith({ idToken: JWT }))).map(([name]) => name)).toEqual(['access']);
});

test('a hostile body gives a bounded number of tokens in bounded time', () => {
  const startMs = cpuMs();
  const many = Object.fromEntries(Array.from({ length: 40_000 }, (_, n) => [`token${n}`, 'abcdefgh']));
  expect(tokensIn(responseWith(many)).length).toBeLessThanOrEqual(10);
  expect(tokensIn(responseWith(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`))).toEqual([]);
  const tree = (depth: number): unknown => (depth === 0 ? 'x' : Array.from({ length: 12 }, () => tree(depth - 1)));
  expect(tokensIn(responseWith(tree(5)))).toEqual([]);
  expect(cpuMs() - startMs).toBeLessThan(3_000);
});
