import { afterEach, expect, test } from 'vitest';
import { authResponses } from '../../../src/gather/auth/auth-responses.ts';
import { firstSession } from '../../../src/gather/auth/first-session.ts';
import { parseTarget } from '../../../src/gather/target.ts';
import type { AuthResponses } from '../../../src/model/auth-responses.ts';
import { authResponses as schema } from '../../../src/model/schema/auth-responses.ts';
import type { AuthStack } from '../../../src/stacks/auth/contract.ts';
import { expressCookie } from '../../../src/stacks/auth/express-cookie.ts';
import { sessionCookie } from '../../../src/stacks/auth/session-cookie.ts';
import { simplejwt } from '../../../src/stacks/auth/simplejwt.ts';
import { PASSWORD, type Served, serve } from '../../reference/client.ts';
import { type CookieHabits, startCookieServer } from './cookie-server.ts';
import { withoutShown } from './without-shown.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function evidenceOf(
  url: string,
  stack: AuthStack,
  credentials: { readonly username: string; readonly password: string },
  apiPath: string,
  first = firstSession(),
): Promise<AuthResponses> {
  const { signal } = new AbortController();
  const surface = {
    preset: stack.id,
    how: 'asked-for',
    apiPath,
    marks: [],
    bind: {},
    triedPaths: [],
    renewable: true,
  } as const;
  const context = { target: parseTarget(url), signal, watch: () => {}, timeoutMs: 5_000, first };
  const outcome = await authResponses.gather(
    { account: { credentials, stack, apiPath }, 'auth-surface': surface },
    context,
  );
  if (outcome?.ok !== true) throw new Error(JSON.stringify(outcome));
  return withoutShown(schema.parse(outcome.value));
}

async function ofReference(mutant?: string): Promise<AuthResponses> {
  const server: Served = await serve({ nowMs: Date.now, mutant });
  stops.push(() => server.close());
  return evidenceOf(server.url, simplejwt, { username: 'user1', password: PASSWORD }, '/api/me/');
}

test('the healthy reference server states everything that it should', async () =>
  expect(await ofReference()).toEqual({
    responses: [
      {
        to: 'sign-in',
        method: 'POST',
        path: '/api/token/',
        status: 200,
        bodyHolds: ['access token', 'refresh token'],
        cacheControl: ['no-store'],
        expires: false,
      },
      {
        to: 'renewal',
        method: 'POST',
        path: '/api/token/refresh/',
        status: 200,
        bodyHolds: ['access token', 'refresh token'],
        cacheControl: ['no-store'],
        expires: false,
      },
    ],
    cookies: [],
    tokens: [
      { token: 'access token', form: 'jwt', exp: 'number', statedS: null, sensitive: [] },
      { token: 'refresh token', form: 'jwt', exp: 'number', statedS: null, sensitive: [] },
    ],
    refusedReads: [
      { sent: 'no token', status: 401, challenges: ['bearer'] },
      { sent: 'an unknown token', status: 401, challenges: ['bearer'] },
    ],
    foreignReads: [
      { what: 'preflight', origin: 'another site', status: 405, allowOrigin: 'none', allowsCredentials: false },
      { what: 'read', origin: 'another site', status: 200, allowOrigin: 'none', allowsCredentials: false },
      { what: 'read', origin: 'null', status: 200, allowOrigin: 'none', allowsCredentials: false },
    ],
    foreignChange: null,
    compression: null,
  }));

const habits: CookieHabits = {
  attributes: 'HttpOnly; SameSite=None; Secure; Max-Age=3600',
  checksOrigin: false,
  compresses: false,
  repeats: false,
};

async function ofCookies(stack: AuthStack, over: Partial<CookieHabits> = {}) {
  const server = await startCookieServer({ ...habits, ...over });
  stops.push(server.stop);
  const seen = await evidenceOf(server.url, stack, { username: 'ada', password: 'pass-phrase' }, '/me');
  return { ...seen, signIns: server.signIns() };
}

const refreshed = { what: 'renewal', method: 'POST', path: '/auth/refresh' };
const loggedOut = { what: 'sign-out', method: 'POST', path: '/logout' };

test.each([
  ['accepts it', {}, { status: 200, granted: true }],
  ['looks at the Origin', { checksOrigin: true }, { status: 403, granted: false }],
])('a refresh of another site at a server that %s', async (_what, over, presented) =>
  expect((await ofCookies(expressCookie, over)).foreignChange).toEqual({ ...refreshed, presented }),
);

test.each([
  ['accepts it', {}, { status: 302, granted: true }],
  ['looks at the Origin', { checksOrigin: true }, { status: 403, granted: false }],
])('a logout of another site at a server that %s', async (_what, over, presented) =>
  expect((await ofCookies(sessionCookie, over)).foreignChange).toEqual({ ...loggedOut, presented }),
);

test.each([
  ['HttpOnly; SameSite=Lax', null],
  ['HttpOnly; SameSite=Strict', null],
  ['HttpOnly', refreshed],
])('a cookie with %s decides whether a request of another site is sent', async (attributes, change) => {
  const { foreignChange, compression } = await ofCookies(expressCookie, { attributes });
  expect(foreignChange === null ? null : { ...foreignChange, presented: undefined }).toEqual(change);
  expect(compression === null).toBe(change === null);
});

test.each([
  ['plain', {}, { encoding: null, reflects: null }, 1],
  ['compressed', { compresses: true }, { encoding: 'gzip', reflects: false }, 2],
  ['compressed with the query', { compresses: true, repeats: true }, { encoding: 'gzip', reflects: true }, 2],
])('a response that is %s', async (_what, over, compression, signIns) =>
  expect(await ofCookies(expressCookie, over)).toMatchObject({ compression, signIns }),
);

test('of several cookies the one that opens the route alone is the session', async () =>
  expect((await ofCookies(sessionCookie)).cookies).toEqual([
    { name: 'sid', holds: 'session', httpOnly: true, secure: true, sameSite: 'none', lifetimeS: 3_600 },
  ]));

test('a cookie that holds the refresh token is found by its value', async () =>
  expect(await ofCookies(expressCookie)).toMatchObject({
    cookies: [{ name: 'refreshToken', holds: 'refresh token', lifetimeS: 3_600 }],
    tokens: [
      { token: 'access token', form: 'opaque', statedS: null },
      { token: 'refresh token', form: 'opaque', statedS: 3_600 },
    ],
  }));

test('the session goes on, so that the next exchange needs no sign-in', async () => {
  const server = await startCookieServer(habits);
  stops.push(server.stop);
  const first = firstSession();
  await evidenceOf(server.url, expressCookie, { username: 'ada', password: 'pass-phrase' }, '/me', first);
  expect(first.take()).toMatchObject({ values: { access: expect.any(String), refresh: expect.any(String) } });
  expect(server.signIns()).toBe(1);
});

test('no value of a token, a cookie or a claim is kept', async () => {
  const text = JSON.stringify([
    await ofReference('talkative-token'),
    await ofReference('refresh-by-cookie'),
    await ofCookies(expressCookie),
  ]);
  // A UUID of the cookie server, a JWT, an address and a hash.
  expect(text).not.toMatch(/[\da-f]{8}-[\da-f]{4}|eyJ|clinic\.example|\$2b/);
  expect(text).toContain('user.email');
});
