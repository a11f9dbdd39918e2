import { expect, test } from 'vitest';
import type { SiteValues } from '../../../src/flows/workload.ts';
import { gatherAuthSurface } from '../../../src/gather/auth/auth-surface.ts';
import { openAuthClient } from '../../../src/gather/auth/client.ts';
import { lifetimes } from '../../../src/gather/auth/lifetimes.ts';
import { logout } from '../../../src/gather/auth/logout.ts';
import { race } from '../../../src/gather/auth/race.ts';
import { rotation } from '../../../src/gather/auth/rotation.ts';
import { suiteContextOf } from '../../../src/gather/auth/suite-context.ts';
import type { SignInContext } from '../../../src/gather/context.ts';
import { openSender } from '../../../src/http/sender.ts';
import { authStackNamed } from '../../../src/stacks/auth/index.ts';
import { workloadOf } from '../../../src/suites/index.ts';
import { contextFor, serveHttp } from '../real-servers.ts';
import { cookieRefresh } from './stack-servers/cookie-refresh.ts';
import { formLogin } from './stack-servers/form-login.ts';
import { client, oauthPassword } from './stack-servers/oauth-password.ts';
import { refreshAsBearer } from './stack-servers/refresh-as-bearer.ts';
import { user } from './stack-servers/sessions.ts';

type Listening = ReturnType<typeof formLogin>;

interface Case {
  readonly title: string;
  readonly server: () => Listening;
  readonly stack: string;
  readonly how: 'detected' | 'asked-for';
  readonly apiPath: string;
  readonly values?: SiteValues;
}

const values: SiteValues = { client, env: {} };

const withTokens: readonly Case[] = [
  { title: 'a cookie refresh', server: cookieRefresh, stack: 'express-cookie', how: 'asked-for', apiPath: '/api/me' },
  {
    title: 'OAuth with discovery and a client by Basic',
    server: () => oauthPassword('client_secret_basic'),
    stack: 'oidc',
    how: 'detected',
    apiPath: '/connect/userinfo',
    values,
  },
  {
    title: 'OAuth with discovery and a client in the body',
    server: () => oauthPassword('client_secret_post'),
    stack: 'oidc',
    how: 'detected',
    apiPath: '/connect/userinfo',
    values,
  },
  {
    title: 'a refresh token as bearer',
    server: refreshAsBearer,
    stack: 'flask-jwt-extended',
    how: 'detected',
    apiPath: '/protected',
  },
];

const withCookies: Case = {
  title: 'a form login with a CSRF field and a redirect',
  server: formLogin,
  stack: 'django-session',
  how: 'detected',
  apiPath: '/api/me/',
};

async function signedIn({ server, stack, how, values: siteValues }: Case, over: Partial<SignInContext> = {}) {
  const named = how === 'detected' ? null : (authStackNamed(stack) ?? null);
  const context: SignInContext = {
    ...contextFor(await serveHttp(server()), siteValues === undefined ? {} : { values: siteValues }),
    credentials: user,
    stack: named,
    apiPath: null,
    ...over,
  };
  const sender = openSender(context.target, { connection: 'kept-alive', timeoutMs: 2_000 });
  const surface = await gatherAuthSurface(context, sender);
  await sender.close();
  const account = { credentials: context.credentials, stack: named, apiPath: null };
  return {
    context,
    surface,
    suiteContext: suiteContextOf(context, surface),
    given: { account, 'auth-surface': surface },
  };
}

test.each([...withTokens, withCookies].map((each) => [each.title, each] as const))(
  'a session begins, is read, and ends: %s',
  async (_title, each) => {
    const { context, surface, suiteContext } = await signedIn(each);
    expect(surface).toMatchObject({ preset: each.stack, how: each.how, apiPath: each.apiPath });
    const open = openAuthClient(context, suiteContext);
    try {
      const session = await open.signIn();
      expect(await open.readApi(session)).toMatchObject({ granted: true });
      expect(await open.logout(session)).toMatchObject({ granted: true });
      expect(await open.readApi(session)).toMatchObject({ granted: false });
    } finally {
      await open.close();
    }
  },
);

test.each(withTokens.map((each) => [each.title, each] as const))(
  'a chain of refreshes presents each token once: %s',
  async (_title, each) => {
    const { context, surface, suiteContext } = await signedIn(each);
    expect(surface.renewable).toBe(true);
    expect(workloadOf('refresh', suiteContext)).not.toBe(null);
    const open = openAuthClient(context, suiteContext);
    try {
      let session = await open.signIn();
      const tokens = new Set<unknown>([session.values['refresh']]);
      for (let n = 0; n < 3; n += 1) {
        const next = await open.refresh(session);
        if (next.session === null) throw new Error(`refresh ${n} was refused with ${next.status}`);
        ({ session } = next);
        tokens.add(session.values['refresh']);
        expect(await open.readApi(session)).toMatchObject({ granted: true });
      }
      expect(tokens.size).toBe(4);
    } finally {
      await open.close();
    }
  },
);

const refused = expect.objectContaining({ granted: false });

test.each(withTokens.map((each) => [each.title, each] as const))(
  'the checks see rotation, reuse and logout: %s',
  async (_title, each) => {
    const { given, context } = await signedIn(each);
    expect(await rotation.gather(given, context)).toMatchObject({ value: { successor: 'new', reuse: refused } });
    expect(await logout.gather(given, context)).toMatchObject({
      value: { logout: { granted: true }, refreshAfter: refused },
    });
  },
);

test('a session of cookies alone has no refresh suite, and the checks of tokens see none', async () => {
  const { given, context, surface, suiteContext } = await signedIn(withCookies);
  expect(surface.renewable).toBe(false);
  expect(workloadOf('refresh', suiteContext)).toBe(null);
  expect(workloadOf('api', suiteContext)?.renew.length).toBe(1);
  expect(await rotation.gather(given, context)).toMatchObject({ value: { issued: false } });
  expect(await logout.gather(given, context)).toMatchObject({ value: { logout: null } });
  expect(await lifetimes.gather(given, context)).toMatchObject({ value: { accessS: null, refreshS: null } });
  expect(await race.gather(given, context)).toMatchObject({ value: { trials: [{ statuses: {}, granted: 0 }] } });
});

test.each([
  ['expires_in of the response', withTokens[1], { accessS: 900, refreshS: null }],
  ['Max-Age of the cookie', withTokens[0], { accessS: null, refreshS: 43_200 }],
] as const)('opaque tokens have the lifetime of %s', async (_what, each, expected) => {
  if (each === undefined) throw new Error('no such case');
  const { given, context } = await signedIn(each);
  expect(await lifetimes.gather(given, context)).toMatchObject({ value: expected });
});

test.each([...withTokens, withCookies].map((each) => [each.title, each] as const))(
  'a wrong password is an error and no session: %s',
  async (_title, each) => {
    const credentials = { ...user, password: 'wrong' };
    await expect(signedIn(each, { credentials })).rejects.toMatchObject({ code: 'auth-failed' });
  },
);
