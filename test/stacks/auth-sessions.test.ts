import { expect, test } from 'vitest';
import { compileFlow } from '../../src/flows/compile.ts';
import type { Flow, Fresh, Session } from '../../src/flows/contract.ts';
import { emptySession } from '../../src/flows/interpreter.ts';
import { perform } from '../../src/flows/perform.ts';
import type { HttpRequest } from '../../src/model/http.ts';
import { fitted } from '../../src/stacks/auth/fit.ts';
import { authStackNamed, authStacks } from '../../src/stacks/auth/index.ts';
import { json, type Scripted } from '../flows/fixtures/contract.ts';
import { pair, rows } from './auth-rows.ts';

const oidcBind = { token_path: '/t', userinfo_path: '/me', revocation_path: '/r' };
/** Stacks whose endpoints are in a discovery document. */
const discovering = ['oidc', 'oauth-client-credentials', 'keycloak', 'spring-authorization-server'];
const names = {
  username: 'ada',
  password: 'p w',
  origin: 'http://localhost:1',
  client: { id: 'web', secret: 's3cret' },
  env: { SUPABASE_ANON_KEY: 'web' },
};
const fresh: Fresh = { n: 1, uuid: '', nowMs: 5_000 };

/** The line, the body and the headers of interest of each request, and the session afterwards. */
async function spoken(id: string, kind: 'login' | 'refresh' | 'logout', before: Session, script: readonly Scripted[]) {
  const stack = authStackNamed(id);
  if (stack === undefined) throw new Error(`no stack ${id}`);
  const bind = { ...stack.bind, ...(discovering.includes(id) ? oidcBind : {}) };
  const flow: Flow | null = fitted(stack, { client: names.client, bind })[kind];
  if (flow === null) return null;
  const sent: HttpRequest[] = [];
  const done = await perform(compileFlow(flow), before, {
    names: { ...names, bind },
    fresh,
    send: async (request) => {
      const { status = 200, headers = {}, setCookies = [], body = '' } = script[sent.push(request) - 1] ?? {};
      return { answered: true, response: { status, headers, setCookies, body } };
    },
  });
  const lines = sent.map(({ method, path, body, headers }) =>
    [method, path, body, headers['authorization'], headers['cookie']]
      .filter((part) => part !== null && part !== undefined)
      .join(' '),
  );
  return { lines, done, sent };
}

test('each stack has its requests in this table or in that of JSON stacks', () => {
  const tested = [...Object.keys(rows), 'simplejwt', 'dj-rest-auth', 'directus', 'aspnet-identity'];
  expect(tested.sort()).toEqual(authStacks.map(({ id }) => id).sort());
});

test.each(Object.entries(rows))('%s: the bodies, tokens and cookies are those of the stack', async (id, row) => {
  const { login, answers, values, cookies = [], refresh, logout } = row;
  const signedIn = await spoken(id, 'login', emptySession, answers);
  expect(signedIn?.lines).toEqual(login);
  if (signedIn?.done.right !== true) throw new Error(`not signed in: ${JSON.stringify(signedIn?.done)}`);
  const { session } = signedIn.done;
  expect(session.values).toEqual(values);
  expect(session.cookies.map(({ name, value }) => `${name}=${value}`)).toEqual(cookies);
  const renewed = await spoken(id, 'refresh', session, [pair]);
  expect(renewed?.lines[0]).toBe(refresh);
  const ended = await spoken(id, 'logout', session, answers);
  expect(ended?.lines).toEqual(logout);
});

test.each([
  ['supabase', 'apikey', 'web'],
  ['better-auth', 'origin', 'http://localhost:1'],
  ['laravel-sanctum', 'referer', 'http://localhost:1/'],
  ['django-session', 'accept', 'text/html'],
])('%s is sent the header %s', async (id, header, value) =>
  expect((await spoken(id, 'login', emptySession, []))?.sent[0]?.headers[header]).toBe(value),
);

test.each([
  [
    'django-session',
    [rows['django-session']?.answers[0] ?? {}, { status: 302, headers: { location: '/accounts/login/?e' } }],
    'refusal',
  ],
  ['django-session', [rows['django-session']?.answers[0] ?? {}, { status: 200, body: '<form>' }], 'status 200'],
  ['session-cookie', [{ status: 302, headers: { location: '/login' } }], 'refusal'],
  [
    'authjs',
    [json({ csrfToken: 'C' }), { status: 302, headers: { location: '/?error=1' } }, json(null)],
    'expected text',
  ],
  ['laravel-sanctum', [rows['laravel-sanctum']?.answers[0] ?? {}, { status: 422 }], 'status 422'],
] as const)('%s: a refused sign-in is no session', async (id, answers, because) =>
  expect((await spoken(id, 'login', emptySession, answers))?.done).toMatchObject({
    right: false,
    because: expect.stringContaining(because),
  }),
);
