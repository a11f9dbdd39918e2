import { expect, test } from 'vitest';
import { suiteNames } from '../../src/model/suite.ts';
import { suites } from '../../src/suites/index.ts';
import { login } from '../../src/suites/login.ts';
import { answer, ground, userWith } from './literals.ts';

const user = userWith('access-1', 'refresh-1');

test('the request carries name and password in the body and nowhere else', () => {
  const request = login.request(user, ground);
  expect(request).toMatchObject({ method: 'POST', path: '/api/token/' });
  expect(request.body).toBe('{"username":"ada","password":"pass phrase"}');
  expect(JSON.stringify({ ...request, body: null })).not.toContain('pass phrase');
});

test('a right answer replaces both tokens, even where there is no refresh token any more', () => {
  expect(login.read(answer(200, { access: 'access-2' }), user, ground)).toEqual({
    right: true,
    tokens: { access: 'access-2', refresh: null },
  });
});

test.each([
  ['a fast 401 is an error', 401, { detail: 'No active account' }, 'status 401 without a token'],
  ['a lock-out is an error', 429, {}, 'status 429 without a token'],
  ['a 200 without a token is an error', 200, {}, 'status 200 without a token'],
  ['a cached answer is an error', 200, { access: 'access-1' }, 'the same access token as before'],
])('%s', (_promise, status, body, because) =>
  expect(login.read(answer(status, body), user, ground)).toEqual({ right: false, because }),
);

test('every suite name leads to the suite of that name', () => {
  expect(Object.keys(suites).toSorted()).toEqual(suiteNames.toSorted());
  expect(suiteNames.map((name) => suites[name].name)).toEqual(suiteNames);
});
