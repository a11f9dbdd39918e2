import { expect, test } from 'vitest';
import type { ShownExchange } from '../../../../src/model/finding.ts';
import { refusedRead, responsesWithTokens, seenTokens } from '../../../../src/gather/auth/responses/seen.ts';
import type { SeenExchange } from '../../../../src/gather/auth/seen-exchange.ts';

const exchange = (headers: Readonly<Record<string, string>>, body = ''): SeenExchange => ({
  request: { method: 'POST', path: '/token?client=secret-value', headers: {}, body: null },
  response: { status: 200, headers, setCookies: [], body },
});

const show = (): ShownExchange => ({ sent: '', curl: '', came: '' });

const ACCESS = 'access-token-1';
const tokens = { access: ACCESS, refresh: 'refresh-token-1' };
const seen = (headers: Readonly<Record<string, string>>, body = `{"access":"${ACCESS}"}`) =>
  responsesWithTokens('sign-in', [exchange(headers, body)], tokens, show);

test.each([
  [{}, [], false],
  [{ 'cache-control': 'No-Store' }, ['no-store'], false],
  [{ 'cache-control': 'max-age=0, no-cache, private' }, ['max-age=0', 'no-cache', 'private'], false],
  [{ expires: '0' }, [], false],
  [{ expires: 'Thu, 01 Jan 2026 00:01:00 GMT', date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, [], true],
  [{ expires: 'Thu, 01 Jan 2026 00:00:00 GMT', date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, [], false],
])('of the headers %j what says how long to store the response is kept', (headers, cacheControl, expires) =>
  expect(seen(headers)).toMatchObject([{ cacheControl, expires, bodyHolds: ['access token'] }]),
);

test('a response without a token is not kept, and no value of a query is', () => {
  expect(seen({}, '{"ok":true}')).toEqual([]);
  expect(JSON.stringify(seen({}))).not.toContain('secret-value');
});

test.each([
  [undefined, []],
  ['Bearer', ['bearer']],
  ['Bearer realm="api", error="invalid_token"', ['bearer']],
  ['Bearer realm="a", DPoP realm="a, b", algs="ES256"', ['bearer', 'dpop']],
  ['Basic realm="x", Digest realm="y"', ['basic', 'digest']],
])('the challenge %s names %j', (header, challenges) =>
  expect(
    refusedRead('no token', [exchange(header === undefined ? {} : { 'www-authenticate': header })], { show }),
  ).toMatchObject([{ challenges }]),
);

const part = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');
const tokenOf = (claims: object): string => `${part({ alg: 'HS256' })}.${part(claims)}.c2ln`;

test.each([
  ['a number', tokenOf({ exp: 1 }), 'jwt', 'number'],
  ['a text', tokenOf({ exp: 'soon' }), 'jwt', 'unusable'],
  ['absent', tokenOf({}), 'jwt', 'absent'],
  ['null', tokenOf({ exp: null }), 'jwt', 'absent'],
  ['in no claim, since the token is opaque', 'b1f6c0de', 'opaque', 'absent'],
])('an exp that is %s', (_what, access, form, exp) =>
  expect(seenTokens({ values: { access }, cookies: [] }, [], [])).toMatchObject([{ form, exp }]),
);

test.each([
  ['expires_in', '{"expires_in":900}', 900, null],
  ['refresh_expires_in', '{"expires_in":900,"refresh_expires_in":3600}', 900, 3_600],
  ['nothing', '{}', null, null],
  ['a text', '{"expires_in":"900"}', null, null],
])('where a response states %s', (_what, body, accessS, refreshS) =>
  expect(
    seenTokens({ values: { access: 'opaque-1', refresh: 'opaque-2' }, cookies: [] }, [exchange({}, body)], []),
  ).toMatchObject([{ statedS: accessS }, { statedS: refreshS }]),
);
