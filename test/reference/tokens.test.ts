import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storedKey } from '../../src/reference/tokens/keys.ts';
import { claimsIn, getMe, refresh, serve, signIn, type Pair, type Served } from './client.ts';

const KEY = randomBytes(32);
const STORED = storedKey('HS256', KEY.toString('base64url'), 0);

let server: Served;
let pair: Pair;
beforeAll(async () => {
  server = await serve({ keys: [STORED] });
  pair = await signIn(server.url);
});
afterAll(() => server.close());

type Claims = Record<string, unknown>;

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** An access token that differs from a valid one only in the given values; signed with the server's key by default. */
function forged(header: object, change: Claims = {}, key: Uint8Array = KEY, hash = 'sha256'): string {
  const signed = `${encoded(header)}.${encoded({ ...claimsIn(pair.access), ...change })}`;
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`;
}

const HS256 = { alg: 'HS256', typ: 'at+jwt', kid: STORED.kid };
const parts = (token: string): [string, string, string] => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return [header, payload, signature];
};

test('control: a forged copy without changes is accepted', async () => {
  expect((await getMe(server.url, forged(HS256))).status).toBe(200);
});

test.each<[string, () => string]>([
  ...['none', 'None', 'nOnE', 'NONE', ''].map((alg): [string, () => string] => [
    `alg "${alg}" without a signature`,
    () => `${encoded({ ...HS256, alg })}.${parts(pair.access)[1]}.`,
  ]),
  ['no signature', () => `${parts(pair.access)[0]}.${parts(pair.access)[1]}.`],
  ['two parts', () => parts(pair.access).slice(0, 2).join('.')],
  ['four parts', () => `${pair.access}.x`],
  [
    'a changed payload',
    () => [parts(pair.access)[0], encoded({ ...claimsIn(pair.access), sub: '2' }), parts(pair.access)[2]].join('.'),
  ],
  ['a flipped signature bit', () => flipFirst(pair.access)],
  ['a signature cut to its first bytes', () => pair.access.slice(0, -20)],
  ['spare bits of the last character', () => slack(pair.access)],
  ['another key', () => forged(HS256, {}, randomBytes(32))],
  ['an empty key', () => forged(HS256, {}, new Uint8Array(0))],
  ['HS512 with the right key', () => forged({ ...HS256, alg: 'HS512' }, {}, KEY, 'sha512')],
  ['a key of its own in the header', () => forged({ ...HS256, jwk: { kty: 'oct', k: 'AA' } })],
  ['an unknown crit', () => forged({ ...HS256, crit: ['x'], x: 1 })],
  ['no typ that says access token', () => forged({ alg: 'HS256', typ: 'JWT', kid: STORED.kid })],
  ['the typ of a refresh token in the header', () => forged({ ...HS256, typ: 'rt+jwt' })],
  ['a kid with a path', () => forged({ ...HS256, kid: '../../dev/null' })],
  ['a refresh token', () => pair.refresh],
  ['no exp', () => forged(HS256, { exp: undefined })],
  ['exp as text', () => forged(HS256, { exp: '9999999999' })],
  ['exp this very second', () => forged(HS256, { exp: server.clock.nowMs / 1000 })],
  ['nbf one second ahead', () => forged(HS256, { nbf: server.clock.nowMs / 1000 + 1 })],
  ['another issuer', () => forged(HS256, { iss: 'somebody' })],
  ['another audience', () => forged(HS256, { aud: 'somebody' })],
  ['our audience among others', () => forged(HS256, { aud: ['whyslow', 'x'] })],
  ['no jti', () => forged(HS256, { jti: undefined })],
  ['no token_type', () => forged(HS256, { token_type: undefined })],
  ['an unknown session', () => forged(HS256, { family: 'nowhere' })],
  ['an object as session', () => forged(HS256, { family: { $gt: '' } })],
])('the API refuses %s', async (_what, token) => {
  expect((await getMe(server.url, token())).status).toBe(401);
  expect((await getMe(server.url, pair.access)).status).toBe(200);
});

test.each<[string, () => string, string]>([
  ['an access token', () => pair.access, 'token_wrong_type'],
  [
    'a refresh token it never issued',
    () => forged({ ...HS256, typ: 'rt+jwt' }, { token_type: 'refresh' }),
    'token_not_valid',
  ],
  ['a tampered refresh token', () => flipFirst(pair.refresh), 'token_not_valid'],
])('the refresh route refuses %s', async (_what, token, code) => {
  const answer = await refresh(server.url, token());
  expect([answer.status, answer.body['code']]).toEqual([401, code]);
});

test('access tokens are valid for exactly 900 s, refresh tokens for 43200 s', () => {
  const lifetime = ({ iat, exp }: Claims): number => Number(exp) - Number(iat);
  expect([lifetime(claimsIn(pair.access)), lifetime(claimsIn(pair.refresh))]).toEqual([900, 43_200]);
});

test.each([
  ['still accepted in its last second', 899_999, 200],
  ['refused at its end', 900_000, 401],
])('an access token is %s', async (_case, laterMs, status) => {
  const short = await serve();
  const { access } = await signIn(short.url);
  short.clock.nowMs += laterMs;
  expect((await getMe(short.url, access)).status).toBe(status);
  await short.close();
});

test('lifetimes are configurable', async () => {
  const other = await serve({ accessSeconds: 60, refreshSeconds: 600 });
  const { access, refresh: token } = await signIn(other.url);
  await other.close();
  const [a, r] = [claimsIn(access), claimsIn(token)];
  expect([Number(a['exp']) - Number(a['iat']), Number(r['exp']) - Number(r['iat'])]).toEqual([60, 600]);
});

test('a token contains the user id but not the name, and both tokens of a pair share the family', () => {
  const [access, fresh] = [claimsIn(pair.access), claimsIn(pair.refresh)];
  expect(Object.keys(access)).toEqual(['iss', 'aud', 'sub', 'iat', 'nbf', 'exp', 'jti', 'token_type', 'family']);
  expect([access['sub'], access['token_type'], fresh['token_type']]).toEqual(['1', 'access', 'refresh']);
  expect(access['family']).toBe(fresh['family']);
  expect(access['jti']).not.toBe(fresh['jti']);
});

function flipFirst(token: string): string {
  const [header, payload, signature] = parts(token);
  return `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
}

/** Another text for the same 32 bytes: two bits of the last of 43 base64url characters are unused. */
function slack(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + (alphabet[alphabet.indexOf(token.slice(-1)) ^ 1] ?? '');
}
