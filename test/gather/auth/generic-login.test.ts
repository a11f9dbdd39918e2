import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { auth } from '../../../src/cli/config/auth-fields.ts';
import { compileFlow } from '../../../src/flows/compile.ts';
import { gatherAuthSurface } from '../../../src/gather/auth/auth-surface.ts';
import { findLogins } from '../../../src/gather/auth/generic-login.ts';
import { configLinesFor } from '../../../src/gather/auth/login-search/config-lines.ts';
import type { LoginSearch } from '../../../src/gather/auth/login-search/no-login-text.ts';
import { signIn } from '../../../src/gather/auth/sign-in.ts';
import { siteOf } from '../../../src/gather/site.ts';
import { openSender } from '../../../src/http/sender.ts';
import type { HttpRequest } from '../../../src/model/http.ts';
import { contextFor } from '../real-servers.ts';
import {
  csrfForm,
  drf,
  fastApi,
  html,
  json,
  jsonLogin,
  PASSWORD,
  type Received,
  type Respond,
  serve,
} from './login-servers.ts';

async function withSender<T>(port: number, use: (sender: ReturnType<typeof openSender>) => Promise<T>): Promise<T> {
  const sender = openSender(contextFor(port).target, { connection: 'kept-alive', timeoutMs: 5_000 });
  try {
    return await use(sender);
  } finally {
    await sender.close();
  }
}

async function searched(respond: Respond): Promise<LoginSearch & { readonly received: readonly Received[] }> {
  const { port, received } = await serve(respond);
  const search = await withSender(port, (sender) => findLogins(sender, contextFor(port)));
  return { ...search, received };
}

const message = (missing: readonly string[]) => json(400, { message: `${missing.join(' and ')} required` });

const described: Respond = ({ method, path }) => {
  if (path === '/openapi.json') {
    const schema = { type: 'object', properties: { account: { type: 'string' }, passphrase: { type: 'string' } } };
    const post = { requestBody: { content: { 'application/json': { schema } } } };
    return json(200, { openapi: '3.0.0', paths: { '/v2/members/login': { post } } });
  }
  return method === 'POST' && path === '/v2/members/login' ? json(400, { code: 17 }) : null;
};

test.each([
  [
    'Express with an email',
    jsonLogin('/api/login', ['email', 'password'], message),
    '/api/login',
    'json',
    'email',
    'password',
    'route',
  ],
  ['a form with a CSRF token', csrfForm, '/members/enter', 'form', 'username', 'password', 'page'],
  ['FastAPI without documents', fastApi, '/token', 'form', 'username', 'password', 'route'],
  ['Django REST framework', drf, '/api/users/login/', 'json', 'email', 'password', 'route'],
  [
    'a nested path',
    jsonLogin('/api/v1/auth/login', ['userName', 'passWord'], (missing) =>
      json(422, { errors: missing.map((path) => ({ msg: 'Invalid value', path, location: 'body' })) }),
    ),
    '/api/v1/auth/login',
    'json',
    'userName',
    'passWord',
    'route',
  ],
  ['an OpenAPI document alone', described, '/v2/members/login', 'json', 'account', 'passphrase', 'openapi'],
  [
    'a login by identifier',
    jsonLogin('/api/signin', ['identifier', 'password'], (missing) =>
      json(400, { issues: missing.map((name) => ({ code: 'invalid_type', path: [name], message: 'Required' })) }),
    ),
    '/api/signin',
    'json',
    'identifier',
    'password',
    'route',
  ],
  [
    'a login behind a gateway that refuses each unknown path',
    ((request) =>
      jsonLogin('/auth/login', ['email', 'password'], message)(request) ??
      json(401, { error: 'no token' })) satisfies Respond,
    '/auth/login',
    'json',
    'email',
    'password',
    'route',
  ],
  [
    'a login that names no field',
    ((request) =>
      request.path === '/session' && request.method === 'POST' ? json(401, { error: 'no' }) : null) satisfies Respond,
    '/session',
    'json',
    null,
    null,
    'route',
  ],
  [
    'a limited login',
    ((request) =>
      request.path === '/login' && request.method === 'POST' ? json(429, { error: 'later' }) : null) satisfies Respond,
    '/login',
    'json',
    null,
    null,
    'route',
  ],
] as const)('%s is found', async (_server, respond, path, encoding, usernameField, passwordField, from) => {
  const { found } = await searched(respond);
  expect(found[0]).toMatchObject({ path, encoding, usernameField, passwordField, from });
});

test.each<[string, Respond]>([
  [
    'Basic authentication on every path',
    () => ({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' }, body: 'Unauthorized' }),
  ],
  ['an application of scripts that answers 200 with its page', () => html(200, '<div id="root"></div>')],
  ['a proxy that answers 403 in JSON', () => json(403, { message: 'Forbidden' })],
  ['401 on every path', () => ({ status: 401 })],
  ['a validation on every path', () => json(400, { email: ['required'], password: ['required'] })],
  [
    'GraphQL only',
    ({ path }) => (path === '/graphql' ? json(400, { errors: [{ message: 'Must provide query' }] }) : null),
  ],
  [
    'Basic authentication on the login path',
    ({ path }) => (path === '/login' ? { status: 401, headers: { 'www-authenticate': 'Basic' } } : null),
  ],
  [
    'a resource of this name',
    ({ path, method }) =>
      path === '/sessions' && method === 'POST' ? json(422, { detail: [{ loc: ['body', 'room'], msg: 'x' }] }) : null,
  ],
  ['a server that fails', () => ({ status: 500 })],
  ['a redirect to a path that redirects', ({ path }) => ({ status: 302, headers: { location: `${path}x` } })],
  ['a redirect to another server', () => ({ status: 302, headers: { location: 'https://login.example/' } })],
  ['nothing', () => null],
])('%s is no login', async (_server, respond) => expect((await searched(respond)).found).toEqual([]));

test('a search is bounded, sends each request once, and sends no name and no password', async () => {
  const { received } = await searched(() => json(400, { detail: 'no' }));
  const keys = received.map(({ method, path, headers }) => `${method} ${path} ${headers['content-type'] ?? ''}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(received.length).toBeLessThanOrEqual(150);
  expect(new Set(received.map(({ body }) => body))).toEqual(new Set(['', '{}']));
  expect(received.filter(({ headers }) => headers.authorization !== undefined || headers.cookie !== undefined)).toEqual(
    [],
  );
});

test('a complete login ends the search', async () => {
  const { received } = await searched(jsonLogin('/api/auth/login', ['email', 'password'], message));
  expect(received.filter(({ path }) => path === '/login')).toEqual([]);
});

test('an abort ends the search', async () => {
  const { port, received } = await serve(() => null);
  const abort = new AbortController();
  const sent: HttpRequest[] = [];
  await withSender(port, (sender) =>
    findLogins(
      {
        ...sender,
        send: (request) => {
          sent.push(request);
          if (sent.length === 3) abort.abort();
          return sender.send(request);
        },
      },
      { ...contextFor(port), signal: abort.signal },
    ),
  );
  expect(received).toHaveLength(3);
});

test('a server that has stopped to answer is asked three times', async () => {
  const sent: HttpRequest[] = [];
  const mute = {
    send: async (request: HttpRequest) => {
      sent.push(request);
      return { sentUs: 0, endUs: 1, exchanged: { answered: false, code: 'refused', message: 'x' } } as const;
    },
    close: async () => {},
  };
  expect(await findLogins(mute, contextFor(1))).toEqual({ found: [], answered: 0 });
  expect(sent).toHaveLength(3);
});

const account = { credentials: { username: 'ada', password: PASSWORD }, stack: null, apiPath: null };

test.each<[string, Respond, string]>([
  ['an unknown login', jsonLogin('/api/login', ['email', 'password'], message), 'request: POST /api/login'],
  ['a form', csrfForm, 'capture: { csrf: "form:_csrf" }'],
  ['no login', () => null, 'tried the routes of the auth stacks'],
])(
  'where the server has %s, no request has the password, and the error says what to write',
  async (_what, respond, words) => {
    const { port, received } = await serve(respond);
    const error = await withSender(port, (sender) =>
      gatherAuthSurface({ ...contextFor(port), ...account }, sender).catch((thrown: unknown) => thrown),
    );
    expect(error).toMatchObject({
      code: 'auth-failed',
      exitCode: 15,
      message: expect.stringContaining(words) as string,
    });
    expect(error).toMatchObject({ message: expect.stringContaining('No password was sent.') as string });
    expect(JSON.stringify(received)).not.toContain(PASSWORD);
    expect(String(error)).not.toContain(PASSWORD);
  },
);

test.each<[string, Respond]>([
  ['a JSON login', jsonLogin('/api/login', ['email', 'password'], message)],
  ['a form with a CSRF token', csrfForm],
  ['Django REST framework', drf],
])('the printed lines sign in: %s', async (_what, respond) => {
  const { port } = await serve(respond);
  const session = await withSender(port, async (sender) => {
    const { found } = await findLogins(sender, contextFor(port));
    const lines = found.slice(0, 1).flatMap(configLinesFor).join('\n');
    const stack = auth.parse((parse(lines) as { readonly auth: unknown }).auth);
    const send = async (request: HttpRequest) => (await sender.send(request)).exchanged;
    const context = contextFor(port);
    return signIn(
      { ...context, login: compileFlow(stack.login), site: siteOf(context.target), send },
      account.credentials,
    );
  });
  expect({
    ...session.values,
    ...Object.fromEntries(session.cookies.map(({ name, value }) => [name, value])),
  }).toMatchObject(respond === csrfForm ? { sid: 'S' } : { access: 'T' });
});
