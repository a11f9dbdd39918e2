import { expect, test } from 'vitest';
import { exchangeOf, sessionWith } from './literals.ts';

const session = sessionWith('access-1', 'refresh-1');
const { request, read } = exchangeOf('api', session);

test('the request reads the protected route with the access token', () => {
  expect(request).toEqual({
    method: 'GET',
    path: '/api/me/',
    headers: { accept: 'application/json', authorization: 'Bearer access-1' },
    body: null,
  });
});

test.each([
  ['an object', '{"name":"ada"}'],
  ['an empty list', '[]'],
  ['null, which is JSON', 'null'],
])('200 with %s is right, and the user keeps its tokens', (_what, body) =>
  expect(read(200, body)).toEqual(session.values),
);

test.each([
  ['a fast 401', 401, '{}', 'status 401'],
  ['a 304, which sends no body', 304, '', 'status 304'],
  ['a 201, which no reading brings', 201, '{}', 'status 201'],
  ['a 503', 503, '{}', 'status 503'],
  ['a login page with status 200', 200, '<form>', 'a body that is not JSON'],
  ['an empty body', 200, '', 'a body that is not JSON'],
])('%s is wrong', (_what, status, body, because) => expect(read(status, body)).toBe(because));
