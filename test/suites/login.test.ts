import { expect, test } from 'vitest';
import { exchangeOf, sessionWith } from './literals.ts';

const { request, read } = exchangeOf('login', sessionWith('access-1', 'refresh-1'));

test('the request carries name and password in the body and nowhere else', () => {
  expect(request).toMatchObject({ method: 'POST', path: '/api/token/' });
  expect(request.body).toBe('{"username":"ada","password":"pass phrase"}');
  expect(JSON.stringify({ ...request, body: null })).not.toContain('pass phrase');
});

test('a right response begins a new session, even without a refresh token', () =>
  expect(read(200, { access: 'access-2' })).toEqual({ access: 'access-2' }));

test.each([
  ['a fast 401 is an error', 401, { detail: 'No active account' }, 'status 401'],
  ['a lock-out is an error', 429, {}, 'status 429'],
  ['a 200 without a token is an error', 200, {}, 'no access at json:access'],
  ['a cached response is an error', 200, { access: 'access-1' }, 'the same access token as before'],
])('%s', (_promise, status, body, because) => expect(read(status, body)).toBe(because));
