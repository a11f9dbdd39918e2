import { expect, test } from 'vitest';
import { ANOTHER_SITE, asAnotherSite, foreignRead } from '../../../../src/gather/auth/responses/foreign.ts';
import type { HttpRequest } from '../../../../src/model/http.ts';

const ACCESS = 'access-token-1';
const REFRESH = 'refresh-token-1';
const session = { values: { access: ACCESS, refresh: REFRESH }, cookies: [] };

const request = (over: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  path: '/refresh',
  headers: { accept: 'application/json', cookie: `rt=${REFRESH}; csrftoken=c; theme=dark` },
  body: null,
  ...over,
});
const asked = (over: Partial<HttpRequest> = {}, names = ['rt']) =>
  asAnotherSite(request(over), session, new Set(names));

test('the request names another site, and has the cookies that browsers send', () =>
  expect(asked().headers).toMatchObject({
    origin: ANOTHER_SITE,
    referer: `${ANOTHER_SITE}/`,
    'sec-fetch-site': 'cross-site',
    cookie: `rt=${REFRESH}`,
  }));

test('without such a cookie none is sent', () => expect(asked({}, []).headers).not.toHaveProperty('cookie'));

test.each([
  ['a bearer', { authorization: `Bearer ${ACCESS}` }],
  ['a token in a header of its own', { 'x-refresh': REFRESH }],
  ['a CSRF token', { 'x-csrftoken': 'c' }],
  ['an XSRF token', { 'X-XSRF-TOKEN': 'c' }],
])('%s is removed', (_what, headers) =>
  expect(Object.keys(asked({ headers: { ...headers, accept: 'text/html' } }).headers)).toEqual([
    'accept',
    'origin',
    'referer',
    'sec-fetch-site',
  ]),
);

test.each([
  ['JSON', 'application/json', { refresh: REFRESH, csrf_token: 'c', a: 'b', n: 1 }, '{"a":"b","n":1}', 'text/plain'],
  [
    'a form',
    'application/x-www-form-urlencoded',
    { refresh_token: REFRESH, csrfmiddlewaretoken: 'c', client_id: 'spa' },
    'client_id=spa',
    'application/x-www-form-urlencoded',
  ],
])('a body of %s loses its secrets, and has a type that a form can send', (_what, type, fields, body, sentType) => {
  const isJson = type.includes('json');
  const text = isJson
    ? JSON.stringify(fields)
    : new URLSearchParams(fields as unknown as Record<string, string>).toString();
  const sent = asked({ headers: { 'content-type': type }, body: text });
  expect([sent.body, sent.headers['content-type']]).toEqual([body, sentType]);
});

test.each([
  [{}, 'none', false],
  [{ 'access-control-allow-origin': '*' }, 'any', false],
  [{ 'access-control-allow-origin': ANOTHER_SITE, 'access-control-allow-credentials': 'true' }, 'same', true],
  [{ 'access-control-allow-origin': 'https://app.example' }, 'another', false],
  [{ 'access-control-allow-origin': 'null' }, 'another', false],
])('%j is read as %s', (headers, allowOrigin, allowsCredentials) =>
  expect(foreignRead('read', 'another site', { status: 200, headers, setCookies: [], body: '' })).toMatchObject({
    allowOrigin,
    allowsCredentials,
  }),
);

test('the origin null that is repeated is the same', () => {
  const headers = { 'access-control-allow-origin': 'null' };
  expect(foreignRead('read', 'null', { status: 200, headers, setCookies: [], body: '' }).allowOrigin).toBe('same');
});
