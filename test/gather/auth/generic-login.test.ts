import { expect, test } from 'vitest';
import { csrfForm, drf, fastApi, html, json, jsonLogin, type Respond } from './login-servers.ts';
import { message, searched } from './login-search/searched.ts';

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
