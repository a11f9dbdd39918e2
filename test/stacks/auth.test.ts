import { expect, test } from 'vitest';
import { compileFlow } from '../../src/flows/compile.ts';
import type { Flow, Fresh, Session } from '../../src/flows/contract.ts';
import { emptySession } from '../../src/flows/interpreter.ts';
import { perform } from '../../src/flows/perform.ts';
import { namesOf } from '../../src/flows/workload.ts';
import type { HttpRequest } from '../../src/model/http.ts';
import type { AuthStack } from '../../src/stacks/auth/contract.ts';
import { authStackNamed, authStacks } from '../../src/stacks/auth/index.ts';
import { protectedRead } from '../../src/suites/api.ts';
import { suiteContext } from '../load/measured.ts';

const who = { username: 'ada', password: 'a"b\\c' };
const fresh: Fresh = { n: 1, uuid: '', nowMs: 0 };
const session: Session = { values: { access: 'ACCESS', refresh: 'REFRESH' }, cookies: [] };

const found = { token_path: '/t', userinfo_path: '/u', revocation_path: '/r' };
const env = { SUPABASE_ANON_KEY: 'anon' };

function named(id: string): AuthStack {
  const stack = authStackNamed(id);
  if (stack === undefined) throw new Error(`no stack ${id}`);
  return stack;
}

/** Performs a flow against one response, and returns the request. */
async function spoken(stack: AuthStack, flow: Flow, before: Session, status: number, body: string) {
  const names = namesOf({ ...suiteContext.site, env, bind: { ...found, ...stack.bind } }, who);
  const sent: HttpRequest[] = [];
  const done = await perform(compileFlow(flow), before, {
    names,
    fresh,
    send: async (request) => {
      sent.push(request);
      return { answered: true, response: { status, headers: {}, setCookies: [], body } };
    },
  });
  return { done, sent };
}

const bodies = (sent: readonly HttpRequest[]): unknown =>
  sent.map(({ method, path, body }) => [method, path, JSON.parse(body ?? 'null')]);

// One row for each stack: its requests at login, refresh and logout, and a response with both tokens.
test.each([
  [
    'simplejwt',
    ['/api/token/', { username: 'ada', password: who.password }],
    ['/api/token/refresh/', { refresh: 'REFRESH' }],
    ['/api/token/blacklist/', { refresh: 'REFRESH' }],
    { access: 'A2', refresh: 'R2' },
  ],
  [
    'dj-rest-auth',
    ['/dj-rest-auth/login/', { username: 'ada', password: who.password }],
    ['/dj-rest-auth/token/refresh/', { refresh: 'REFRESH' }],
    ['/dj-rest-auth/logout/', { refresh: 'REFRESH' }],
    { access: 'A2', refresh: 'R2', user: { pk: 1 } },
  ],
  [
    'directus',
    ['/auth/login', { mode: 'json', email: 'ada', password: who.password }],
    ['/auth/refresh', { mode: 'json', refresh_token: 'REFRESH' }],
    ['/auth/logout', { mode: 'json', refresh_token: 'REFRESH' }],
    { data: { access_token: 'A2', refresh_token: 'R2', expires: 900_000 } },
  ],
  [
    'aspnet-identity',
    ['/login', { email: 'ada', password: who.password }],
    ['/refresh', { refreshToken: 'REFRESH' }],
    null,
    { tokenType: 'Bearer', accessToken: 'A2', expiresIn: 3_600, refreshToken: 'R2' },
  ],
] as const)(
  '%s: the requests are those of the stack, and its responses are parsed',
  async (id, login, refresh, logout, body) => {
    const stack = named(id);
    const steps = [
      [stack.login, login],
      [stack.refresh, refresh],
      [stack.logout, logout],
    ] as const;
    for (const [flow, expected] of steps) {
      expect(flow === null).toBe(expected === null);
      if (flow === null || expected === null) continue;
      const { sent, done } = await spoken(stack, flow, session, 200, JSON.stringify(body));
      expect(bodies(sent)).toEqual([['POST', ...expected]]);
      expect(done).toMatchObject({ right: true });
    }
    const { done } = await spoken(stack, stack.login, session, 200, JSON.stringify(body));
    expect(done).toMatchObject({ session: { values: { access: 'A2', refresh: 'R2' } } });
  },
);

test.each(authStacks.map((stack) => [stack.id, stack] as const))(
  '%s has the parts on which all callers depend',
  async (id, stack) => {
    expect(authStackNamed(id)).toBe(stack);
    expect(stack.apiPaths.filter((path) => !/^(?:\/|\{\{bind\.)/.test(path))).toEqual([]);
    const { sent } = await spoken(stack, stack.login, session, 500, '');
    expect(sent.length).toBe(1);
    expect(sent[0]?.headers['authorization'] ?? 'Basic').toMatch(/^Basic/);
    const loggedOut = stack.logout === null ? null : await spoken(stack, stack.logout, session, 204, '');
    expect(loggedOut?.sent[0]?.headers['authorization'] ?? 'Bearer ACCESS').toMatch(/^(?:Bearer ACCESS$|Basic )/);
  },
);

test.each(authStacks.map((stack) => [stack.id, stack] as const))('%s has flows that compile', (_id, stack) => {
  const flows = [
    stack.login,
    stack.refresh,
    stack.logout,
    ...stack.apiPaths.map((path) => protectedRead(path, stack.reading)),
  ];
  const compiled = flows.filter((flow) => flow !== null).map(compileFlow);
  expect(compiled.filter(({ steps }) => steps.length === 0)).toEqual([]);
});

/** A client signs in for itself, and which route it may read is known to its server alone. */
const withoutRoute = ['spring-authorization-server', 'oauth-client-credentials'];

test('each stack that signs users in knows a protected route', () =>
  expect(authStacks.filter(({ apiPaths }) => apiPaths.length === 0).map(({ id }) => id)).toEqual(withoutRoute));

test('ids are different, and are written as they are', () => {
  expect(new Set(authStacks.map(({ id }) => id)).size).toBe(authStacks.length);
  expect(authStackNamed('SimpleJWT')).toBeUndefined();
});

const pair = '{"access":"A","refresh":"R"}';

test.each([
  ['200', 200, pair, { access: 'A', refresh: 'R' }],
  ['201', 201, pair, { access: 'A', refresh: 'R' }],
  ['the last status of success', 299, pair, { access: 'A', refresh: 'R' }],
  ['no refresh token', 200, '{"access":"A"}', { access: 'A' }],
  ['an empty refresh token', 200, '{"access":"A","refresh":""}', { access: 'A' }],
])('tokens in a response: %s', async (_what, status, body, values) => {
  const { done } = await spoken(named('simplejwt'), named('simplejwt').login, emptySession, status, body);
  expect(done).toMatchObject({ right: true, session: { values } });
});

test.each([
  ['the first status beyond success', 300, pair, 'status 300'],
  ['the last one before', 199, pair, 'status 199'],
  ['a refusal that holds a token', 401, pair, 'status 401'],
  ['an empty access token', 200, '{"access":"","refresh":"R"}', 'no access at json:access'],
  ['an access token that is an object', 200, '{"access":{},"refresh":"R"}', 'no access at json:access'],
  ['a list', 200, '[]', 'no access at json:access'],
  ['null', 200, 'null', 'no access at json:access'],
  ['a text', 200, '"access"', 'no access at json:access'],
  ['no JSON', 200, 'access=A', 'no access at json:access'],
  ['nothing', 200, '', 'no access at json:access'],
  ['a token one level too high', 200, '{"access_token":"A"}', 'no access at json:access'],
])('no tokens in a response: %s', async (_what, status, body, because) =>
  expect((await spoken(named('simplejwt'), named('simplejwt').login, emptySession, status, body)).done).toMatchObject({
    right: false,
    because,
  }),
);
