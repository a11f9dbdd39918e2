import { expect, test } from 'vitest';
import { shownExchange } from '../../../../src/gather/auth/shown/show.ts';
import { parseTarget } from '../../../../src/gather/target.ts';
import type { HttpRequest } from '../../../../src/model/http.ts';

const names = {
  username: 'ada@clinic.example',
  password: 'short',
  origin: 'http://localhost:1',
  client: { id: 'web', secret: 'secret-of-the-client' },
  env: { API_KEY: 'key-of-the-environment' },
  bind: {},
};
const session = {
  values: { access: 'access-token-1', refresh: 'refresh-token-1', csrf: 'csrf-value-1', lifetimeS: 300 },
  cookies: [{ name: 'sid', value: 'cookie-value-1', path: '/', expiresAtMs: Infinity, secure: false }],
} as never;
const place = { target: parseTarget('http://localhost:1/'), names, sessions: [session] };

/** The command for a request. */
const shown = (request: Partial<HttpRequest>, description: object = {}, madeUp?: string) =>
  shownExchange(
    place,
    { method: 'POST', path: '/', headers: {}, body: null, ...request },
    { sent: 'it', came: '200', ...description },
    madeUp,
  );

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

test.each<[string, Partial<HttpRequest>, string, string]>([
  ['the password', { body: '{"a":"short"}' }, 'PASSWORD', 'short'],
  ['the name of the account', { headers: FORM, body: 'user=ada%40clinic.example' }, 'LOGIN', 'ada'],
  ['an access token', { headers: { authorization: 'Bearer access-token-1' } }, 'ACCESS_TOKEN', 'access-token-1'],
  ['a refresh token', { body: '{"r":"refresh-token-1"}' }, 'REFRESH_TOKEN', 'refresh-token-1'],
  ['a value of the session', { headers: { 'x-other': 'csrf-value-1' } }, 'CSRF', 'csrf-value-1'],
  ['a cookie of the session', { headers: { cookie: 'sid=cookie-value-1' } }, 'COOKIE', 'cookie-value-1'],
  ['a cookie of an earlier step', { headers: { cookie: 'a=b; c=other-value' } }, 'COOKIE', 'other-value'],
  ['a CSRF header', { headers: { 'x-csrf-token': 'abc' } }, 'CSRF_TOKEN', 'abc'],
  ['a hidden field', { headers: FORM, body: 'execution=8a7b6c5d4e3f2a1b0c' }, 'EXECUTION', '8a7b6c5d'],
  ['a CSRF field', { headers: FORM, body: 'csrfmiddlewaretoken=xyz' }, 'CSRF_TOKEN', 'xyz'],
  ['a value of the environment', { path: '/?key=key-of-the-environment' }, 'API_KEY', 'key-of'],
  ['the secret of the client', { body: '{"s":"secret-of-the-client"}' }, 'CLIENT_SECRET', 'secret-of-the-client'],
  [
    'the credentials of the client',
    { headers: { authorization: `Basic ${btoa('web:secret-of-the-client')}` } },
    'BASIC_CREDENTIALS',
    btoa('web:s').slice(0, 6),
  ],
  ['other credentials', { headers: { authorization: 'Bearer unknown-token' } }, 'TOKEN', 'unknown-token'],
  ['a scheme without a blank', { headers: { authorization: 'unknown-token' } }, 'CREDENTIALS', 'unknown-token'],
  ['a token of a provider', { body: '{"note":"ghp_0123456789abcdef"}' }, 'NOTE', 'ghp_'],
])('%s is a variable', (_what, request, variable, secret) => {
  const { curl } = shown(request);
  expect(curl).toContain(`$${variable}`);
  expect(curl).not.toContain(secret);
});

test('a made-up name, password and token stay as they are', () => {
  const body = '{"username":"whyslow-no-such-user","password":"whyslow-no-such-Password-1"}';
  const { curl } = shown({ body, headers: { authorization: 'Bearer whyslow-no-such-token' } });
  expect(curl).toContain(body);
  expect(curl).toContain('whyslow-no-such-token');
});

test('a made-up token with the form of a JWT is a variable, and a line makes it', () => {
  const token = 'eyJhbGciOg.eyJzdWIiOiIxIn0.AAAA';
  const { curl, make } = shown({ headers: { authorization: `Bearer ${token}` } }, {}, token);
  expect(curl).toContain('Bearer $BROKEN_TOKEN');
  expect(make).toBe(`BROKEN_TOKEN=$(echo ${btoa(token)} | base64 -d)`);
});

test('a long text is a variable, and a line makes it', () => {
  const { curl, make } = shown({ body: `{"a":"${'a'.repeat(100_000)}"}` });
  expect(curl.length).toBeLessThan(200);
  expect(make).toBe(String.raw`LONG_TEXT=$(head -c 100000 /dev/zero | tr '\0' a)`);
});

test('a token has the name that it is given', () =>
  expect(shown({ body: '{"r":"refresh-token-1"}' }, { variables: { USED: 'refresh-token-1' } }).curl).toContain(
    '$USED',
  ));
