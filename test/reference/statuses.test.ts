import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, getMe, post, serve, signIn, USER, type Served } from './client.ts';

let server: Served;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.close());

const LOGIN = '/api/token/';
const REFRESH = '/api/token/refresh/';
const json = { 'Content-Type': 'application/json' };

describe('each kind of request has its own status and code', () => {
  test.each<[string, string, string, RequestInit['body'], Record<string, string>, number, string | undefined]>([
    ['good login', 'POST', LOGIN, JSON.stringify(USER), json, 200, undefined],
    [
      'login with another case of the name',
      'POST',
      LOGIN,
      JSON.stringify({ ...USER, username: 'USER1' }),
      json,
      200,
      undefined,
    ],
    ['wrong password', 'POST', LOGIN, '{"username":"user1","password":"x"}', json, 401, 'no_active_account'],
    ['unknown user', 'POST', LOGIN, '{"username":"nobody","password":"x"}', json, 401, 'no_active_account'],
    [
      'name with a lone surrogate',
      'POST',
      LOGIN,
      String.raw`{"username":"\ud800","password":"x"}`,
      json,
      401,
      'no_active_account',
    ],
    [
      'name with a NUL',
      'POST',
      LOGIN,
      String.raw`{"username":"user1\u0000","password":"x"}`,
      json,
      401,
      'no_active_account',
    ],
    ['SQL in the name', 'POST', LOGIN, `{"username":"' OR 1=1 --","password":"x"}`, json, 401, 'no_active_account'],
    ['missing fields', 'POST', LOGIN, '{}', json, 400, 'invalid'],
    ['object for a text', 'POST', LOGIN, '{"username":{"$ne":null},"password":"x"}', json, 400, 'invalid'],
    ['malformed JSON', 'POST', LOGIN, '{"a":', json, 400, 'parse_error'],
    ['no body at all', 'POST', LOGIN, '', json, 400, 'parse_error'],
    ['not UTF-8', 'POST', LOGIN, new Uint8Array([0x22, 0xff, 0x22]), json, 400, 'parse_error'],
    ['an array', 'POST', LOGIN, '[]', json, 400, 'not_an_object'],
    ['null', 'POST', LOGIN, 'null', json, 400, 'not_an_object'],
    [
      'a form',
      'POST',
      LOGIN,
      'username=user1',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
    ],
    ['compressed JSON', 'POST', LOGIN, '{}', { ...json, 'Content-Encoding': 'gzip' }, 415, 'unsupported_media_type'],
    [
      'JSON with a charset',
      'POST',
      LOGIN,
      JSON.stringify(USER),
      { 'Content-Type': 'Application/JSON; charset=utf-8' },
      200,
      undefined,
    ],
    ['64 kB exactly', 'POST', REFRESH, paddedTo(65_536), json, 401, 'token_not_valid'],
    ['one byte above 64 kB', 'POST', REFRESH, paddedTo(65_537), json, 413, 'body_too_large'],
    ['8 MB', 'POST', REFRESH, paddedTo(8_000_000), json, 413, 'body_too_large'],
    ['garbage refresh token', 'POST', REFRESH, '{"refresh":"a.b.c"}', json, 401, 'token_not_valid'],
    ['blank refresh token', 'POST', REFRESH, '{"refresh":""}', json, 400, 'invalid'],
    ['garbage to verify', 'POST', '/api/token/verify/', '{"token":"x"}', json, 401, 'token_not_valid'],
    ['garbage to log out', 'POST', '/api/token/blacklist/', '{"refresh":"x"}', json, 401, 'token_not_valid'],
    ['GET on login', 'GET', LOGIN, null, {}, 405, 'method_not_allowed'],
    ['POST on the API', 'POST', '/api/me/', '{}', json, 405, 'method_not_allowed'],
    ['no credentials', 'GET', '/api/me/', null, {}, 401, 'not_authenticated'],
    ['another scheme', 'GET', '/api/me/', null, { Authorization: 'Basic dTpw' }, 401, 'not_authenticated'],
    ['token in the URL', 'GET', '/api/me/?access_token=x', null, {}, 401, 'not_authenticated'],
    ['bad token', 'GET', '/api/me/', null, { Authorization: 'Bearer x' }, 401, 'token_not_valid'],
    ['unknown path', 'GET', '/nowhere', null, {}, 404, 'not_found'],
    ['no trailing slash', 'POST', '/api/token', '{}', json, 404, 'not_found'],
    ['health', 'GET', '/healthz', null, {}, 200, undefined],
    ['health with a query', 'GET', '/healthz?x=1', null, {}, 200, undefined],
  ])('%s', async (_case, method, path, body, headers, status, code) => {
    const answer = await ask(server.url, path, { method, body: body ?? null, headers });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    // Each code comes with a sentence for people.
    expect(typeof answer.body['detail']).toBe(code === undefined ? 'undefined' : 'string');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.has('www-authenticate')).toBe(status === 401);
    expect(answer.headers.get('content-type')).toBe(status < 300 ? 'application/json' : 'application/problem+json');
  });
});

test('each missing or wrong field is named with its error', async () => {
  const { body } = await post(server.url, LOGIN, { username: 7 });
  expect(body).toMatchObject({ username: ['Not a valid string.'], password: ['This field is required.'] });
});

test('a 401 names the scheme, and has invalid_token only if a bearer token was sent', async () => {
  const challenge = async (path: string, init?: RequestInit): Promise<string | null> =>
    (await ask(server.url, path, init)).headers.get('www-authenticate');
  expect(await challenge('/api/me/')).toBe('Bearer realm="api"');
  expect(await challenge('/api/me/', { headers: { Authorization: 'Bearer x' } })).toBe(
    'Bearer realm="api", error="invalid_token"',
  );
  expect(await challenge(LOGIN, { method: 'POST', headers: json, body: '{"username":"a","password":"b"}' })).toBe(
    'Bearer realm="api"',
  );
});

test.each([
  [LOGIN, 'PUT', 'POST'],
  ['/api/me/', 'DELETE', 'GET, HEAD'],
])('%s refuses %s and allows %s', async (path, method, allow) => {
  const answer = await ask(server.url, path, { method });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
});

test('a signed-in user gets the own account, with any case of the scheme', async () => {
  const { access } = await signIn(server.url, { ...USER, username: 'user2' });
  for (const scheme of ['Bearer', 'bearer', 'BEARER ']) {
    const { status, body } = await ask(server.url, '/api/me/', { headers: { Authorization: `${scheme} ${access}` } });
    expect([status, body]).toEqual([200, { id: 2, username: 'user2' }]);
  }
});

test('verify accepts both new tokens, and no used refresh token', async () => {
  const pair = await signIn(server.url);
  const verify = async (token: string): Promise<number> =>
    (await post(server.url, '/api/token/verify/', { token })).status;
  expect([await verify(pair.access), await verify(pair.refresh)]).toEqual([200, 200]);
  await post(server.url, REFRESH, { refresh: pair.refresh });
  expect([await verify(pair.access), await verify(pair.refresh)]).toEqual([200, 401]);
});

test('logout ends the refresh token and the access token of that session only', async () => {
  const [here, elsewhere] = [await signIn(server.url), await signIn(server.url)];
  const logOut = async (): Promise<number> =>
    (await post(server.url, '/api/token/blacklist/', { refresh: here.refresh })).status;
  expect([await logOut(), await logOut()]).toEqual([200, 200]);
  expect((await post(server.url, REFRESH, { refresh: here.refresh })).body['code']).toBe('token_revoked');
  expect((await getMe(server.url, here.access)).body['code']).toBe('token_revoked');
  expect((await getMe(server.url, elsewhere.access)).status).toBe(200);
});

test.each([
  ['is refused at once where strict revocation is on', true, 401],
  ['is valid until it expires without strict revocation', false, 200],
])('the access token of a family ended by logout or reuse %s', async (_case, strictRevocation, status) => {
  const other = await serve({ strictRevocation });
  const [left, stolen] = [await signIn(other.url), await signIn(other.url)];
  await post(other.url, '/api/token/blacklist/', { refresh: left.refresh });
  await post(other.url, REFRESH, { refresh: stolen.refresh });
  other.clock.nowMs += 1000;
  expect((await post(other.url, REFRESH, { refresh: stolen.refresh })).body['code']).toBe('token_reused');
  for (const { access } of [left, stolen]) {
    const answer = await getMe(other.url, access);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate')).toBe(
      strictRevocation ? 'Bearer realm="api", error="invalid_token"' : null,
    );
  }
  await other.close();
});

function paddedTo(lengthBytes: number): string {
  const empty = '{"refresh":""}';
  return `{"refresh":"${'x'.repeat(lengthBytes - empty.length)}"}`;
}
