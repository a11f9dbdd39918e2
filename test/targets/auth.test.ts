import { expect, test } from 'vitest';
import type { HttpResponse } from '../../src/model/http.ts';
import type { AuthStack } from '../../src/targets/auth/contract.ts';
import { authStackNamed, authStacks } from '../../src/targets/auth/index.ts';
import { apiRequest, loginRequest, logoutRequest, refreshRequest, tokensIn } from '../../src/targets/auth/requests.ts';

const who = { username: 'ada', password: 'a"b\\c' };
const tokens = { access: 'ACCESS', refresh: 'REFRESH' };

function named(id: string): AuthStack {
  const stack = authStackNamed(id);
  if (stack === undefined) throw new Error(`no stack ${id}`);
  return stack;
}

const spoken = (request: { readonly path: string; readonly body: string | null } | null): unknown =>
  request === null ? null : [request.path, JSON.parse(request.body ?? 'null')];

// One row a stack: what goes over the wire at login, refresh and logout, and an answer of it that holds both tokens.
test.each([
  [
    'simplejwt',
    ['/api/token/', { username: 'ada', password: who.password }],
    ['/api/token/refresh/', { refresh: 'REFRESH' }],
    ['/api/token/blacklist/', { refresh: 'REFRESH' }],
    { access: 'ACCESS', refresh: 'REFRESH' },
  ],
  [
    'dj-rest-auth',
    ['/dj-rest-auth/login/', { username: 'ada', password: who.password }],
    ['/dj-rest-auth/token/refresh/', { refresh: 'REFRESH' }],
    ['/dj-rest-auth/logout/', { refresh: 'REFRESH' }],
    { access: 'ACCESS', refresh: 'REFRESH', user: { pk: 1 } },
  ],
  [
    'directus',
    ['/auth/login', { mode: 'json', email: 'ada', password: who.password }],
    ['/auth/refresh', { mode: 'json', refresh_token: 'REFRESH' }],
    ['/auth/logout', { mode: 'json', refresh_token: 'REFRESH' }],
    { data: { access_token: 'ACCESS', refresh_token: 'REFRESH', expires: 900_000 } },
  ],
  [
    'aspnet-identity',
    ['/login', { email: 'ada', password: who.password }],
    ['/refresh', { refreshToken: 'REFRESH' }],
    null,
    { tokenType: 'Bearer', accessToken: 'ACCESS', expiresIn: 3_600, refreshToken: 'REFRESH' },
  ],
])('%s is spoken to in its own words, and understood', (id, login, refresh, logout, body) => {
  const stack = named(id);
  expect(spoken(loginRequest(stack, who))).toEqual(login);
  expect(spoken(refreshRequest(stack, 'REFRESH'))).toEqual(refresh);
  expect(spoken(logoutRequest(stack, tokens))).toEqual(logout);
  expect(tokensIn(stack, { status: 200, headers: {}, body: JSON.stringify(body) })).toEqual(tokens);
});

const complete = authStacks.filter(({ logout }) => logout !== null);

test.each(complete.map((stack) => [stack.id, stack] as const))('%s logs out as the user', (_id, stack) => {
  expect(logoutRequest(stack, tokens)?.headers['authorization']).toBe('Bearer ACCESS');
  expect(logoutRequest(stack, { access: 'ACCESS', refresh: null })).toBeNull();
});

test.each(authStacks.map((stack) => [stack.id, stack] as const))('%s has what every caller relies on', (id, stack) => {
  expect(authStackNamed(id)).toBe(stack);
  expect(stack.apiPaths.length).toBeGreaterThan(0);
  const paths = [stack.login.path, stack.refresh.path, stack.logout?.path ?? '/', ...stack.apiPaths];
  expect(paths.filter((path) => !path.startsWith('/'))).toEqual([]);
  expect(loginRequest(stack, who).headers['authorization']).toBeUndefined();
});

test('ids are different', () => {
  expect(new Set(authStacks.map(({ id }) => id)).size).toBe(authStacks.length);
  expect(authStackNamed('SimpleJWT')).toBeUndefined();
});

test('a protected route is read with the token as bearer', () =>
  expect(apiRequest('/x?y=1', 'T')).toEqual({
    method: 'GET',
    path: '/x?y=1',
    headers: { accept: 'application/json', authorization: 'Bearer T' },
    body: null,
  }));

const response = (status: number, body: string): HttpResponse => ({ status, headers: {}, body });
const pair = '{"access":"A","refresh":"R"}';

test.each([
  ['200', 200, pair, { access: 'A', refresh: 'R' }],
  ['201', 201, pair, { access: 'A', refresh: 'R' }],
  ['the last status of success', 299, pair, { access: 'A', refresh: 'R' }],
  ['the first one beyond', 300, pair, null],
  ['the last one before', 199, pair, null],
  ['a refusal that holds a token', 401, pair, null],
  ['no refresh token', 200, '{"access":"A"}', { access: 'A', refresh: null }],
  ['an empty refresh token', 200, '{"access":"A","refresh":""}', { access: 'A', refresh: null }],
  ['a refresh token that is a number', 200, '{"access":"A","refresh":1}', { access: 'A', refresh: null }],
  ['an empty access token', 200, '{"access":"","refresh":"R"}', null],
  ['an access token that is an object', 200, '{"access":{},"refresh":"R"}', null],
  ['a list', 200, '[]', null],
  ['null', 200, 'null', null],
  ['a text', 200, '"access"', null],
  ['no JSON', 200, 'access=A', null],
  ['nothing', 200, '', null],
])('tokens in an answer: %s', (_what, status, body, expected) =>
  expect(tokensIn(named('simplejwt'), response(status, body))).toEqual(expected),
);

test('a token is looked for where the stack puts it, not one level up', () =>
  expect(tokensIn(named('directus'), response(200, '{"access_token":"A"}'))).toBeNull());
