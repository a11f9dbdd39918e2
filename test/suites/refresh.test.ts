import { expect, test } from 'vitest';
import { exchangeOf, jwt, sessionWith } from './literals.ts';

const EARLIER = 1_000;
const old = jwt({ iat: EARLIER, exp: EARLIER + 900, jti: 'old' });
const expiring = (exp: number): string => jwt({ iat: EARLIER, exp, jti: 'new' });
const session = sessionWith(old, 'refresh-1');
const { request, read } = exchangeOf('refresh', session);

test('the request presents the refresh token that the user holds, and no access token', () => {
  expect(request).toEqual({
    method: 'POST',
    path: '/api/token/refresh/',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: '{"refresh":"refresh-1"}',
  });
});

test.each([
  ['a rotated pair replaces both tokens', { access: 'b', refresh: 'refresh-2' }, { access: 'b', refresh: 'refresh-2' }],
  ['without rotation the chain keeps its refresh token', { access: 'b' }, { access: 'b', refresh: 'refresh-1' }],
  ['an empty refresh token is none', { access: 'b', refresh: '' }, { access: 'b', refresh: 'refresh-1' }],
])('%s', (_promise, body, tokens) => expect(read(200, body)).toEqual(tokens));

test.each([
  ['a fast 401 is an error', 401, { detail: 'Token is blacklisted' }, 'status 401'],
  ['a 401 that carries a token is an error too', 401, { access: 'b' }, 'status 401'],
  ['a 500 is an error', 500, '<h1>Server Error</h1>', 'status 500'],
  ['a 200 without a token is an error', 200, { detail: 'ok' }, 'no access at json:access'],
  ['a 200 that is no JSON is an error', 200, '<html>', 'no access at json:access'],
  ['a redirect to a login page is an error', 302, '', 'status 302'],
  ['the same access token again is an error', 200, { access: old }, 'the same access token as before'],
  [
    'an access token that expires one second earlier is an error',
    200,
    { access: expiring(EARLIER + 899) },
    'a new access token that expires before the old one',
  ],
])('%s', (_promise, status, body, because) => expect(read(status, body)).toBe(because));

test.each([
  ['one that expires in the same second is right: exp counts whole seconds', expiring(EARLIER + 900)],
  ['one that expires later is right', expiring(EARLIER + 901)],
  ['an opaque token after a JWT cannot be compared and is right', 'opaque'],
  ['a token whose exp is no number cannot be compared either', jwt({ iat: 1, exp: 'soon' })],
])('%s', (_promise, access) => expect(read(200, { access })).toMatchObject({ access }));

test('a chain of three refreshes presents each token once', () => {
  const presented: (string | null)[] = [];
  let walker = session;
  for (const step of [2, 3, 4]) {
    const exchange = exchangeOf('refresh', walker);
    presented.push(exchange.request.body);
    const values = exchange.read(200, { access: `a${step}`, refresh: `refresh-${step}` });
    walker = typeof values === 'string' ? walker : { ...walker, values };
  }
  expect(presented).toEqual(['refresh-1', 'refresh-2', 'refresh-3'].map((token) => JSON.stringify({ refresh: token })));
});
