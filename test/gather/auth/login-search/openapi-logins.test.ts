import { expect, test } from 'vitest';
import { loginsInOpenApi } from '../../../../src/gather/auth/login-search/openapi-logins.ts';
import { targetAt } from '../../../audit/literals.ts';
import { cpuMs } from '../../../cpu-time.ts';

const target = targetAt('localhost', 8000);
const loginsIn = (json: unknown) => loginsInOpenApi({ path: '/openapi.json', json }, target);

const schemaOf = (properties: Readonly<Record<string, unknown>>, required?: readonly string[]) => ({
  type: 'object',
  properties,
  ...(required === undefined ? {} : { required }),
});
const text = { type: 'string' };
const credentials = schemaOf({ email: text, password: text });

const posts = (path: string, content: unknown, rest: object = {}) => ({
  openapi: '3.1.0',
  paths: { [path]: { post: { requestBody: { content } } } },
  ...rest,
});
const json = (schema: unknown) => ({ 'application/json': { schema } });
const form = (schema: unknown) => ({ 'application/x-www-form-urlencoded': { schema } });
const withSchemas = (schemas: unknown) => ({ components: { schemas } });

test.each([
  ['a JSON body', posts('/api/login', json(credentials)), '/api/login', 'json', 'email', 'password'],
  [
    'a form',
    posts('/token', form(schemaOf({ username: text, password: text }))),
    '/token',
    'form',
    'username',
    'password',
  ],
  [
    'JSON before a form',
    posts('/api/token/', { ...form(credentials), ...json(credentials) }),
    '/api/token/',
    'json',
    'email',
    'password',
  ],
  [
    'a reference',
    posts('/signin', json({ $ref: '#/components/schemas/Login' }), withSchemas({ Login: credentials })),
    '/signin',
    'json',
    'email',
    'password',
  ],
  [
    'parts of a schema',
    posts('/auth/sign-in', json({ allOf: [schemaOf({ identifier: text }), schemaOf({ passphrase: text })] })),
    '/auth/sign-in',
    'json',
    'identifier',
    'passphrase',
  ],
  [
    'an object inside',
    posts('/users/sign_in', json(schemaOf({ user: credentials }))),
    '/users/sign_in',
    'json',
    'user.email',
    'user.password',
  ],
  [
    'the required name of two',
    posts('/auth/login', json(schemaOf({ username: text, email: text, password: text }, ['email', 'password']))),
    '/auth/login',
    'json',
    'email',
    'password',
  ],
  [
    'a schema that contains itself',
    posts(
      '/session',
      json({ $ref: '#/components/schemas/A' }),
      withSchemas({ A: schemaOf({ login: text, pwd: text, self: { $ref: '#/components/schemas/A' } }) }),
    ),
    '/session',
    'json',
    'login',
    'pwd',
  ],
  [
    'the prefix of a server',
    posts('/login', json(credentials), { servers: [{ url: 'http://localhost:8000/api/v1/' }] }),
    '/api/v1/login',
    'json',
    'email',
    'password',
  ],
  [
    'Swagger 2.0 with a body',
    {
      swagger: '2.0',
      basePath: '/api',
      definitions: { Login: credentials },
      paths: {
        '/login': { post: { parameters: [{ in: 'body', name: 'x', schema: { $ref: '#/definitions/Login' } }] } },
      },
    },
    '/api/login',
    'json',
    'email',
    'password',
  ],
  [
    'Swagger 2.0 with a form',
    {
      swagger: '2.0',
      paths: {
        '/login': {
          post: {
            parameters: [
              { in: 'formData', name: 'user' },
              { in: 'formData', name: 'passwd' },
            ],
          },
        },
      },
    },
    '/login',
    'form',
    'user',
    'passwd',
  ],
] as const)('%s is a login', (_what, document, path, encoding, usernameField, passwordField) =>
  expect(loginsIn(document)).toEqual([
    {
      path,
      encoding,
      usernameField,
      passwordField,
      csrf: null,
      constants: {},
      from: 'openapi',
      seen: `GET /openapi.json describes POST ${path}`,
    },
  ]),
);

const withGrant = (tokenUrl: string, rest: object = {}) => ({
  openapi: '3.0.3',
  paths: {},
  components: { securitySchemes: { oauth: { type: 'oauth2', flows: { password: { tokenUrl, scopes: {} } } } } },
  ...rest,
});

test.each([
  ['relative', withGrant('token'), '/token'],
  ['absolute', withGrant('/api/v1/login/access-token'), '/api/v1/login/access-token'],
  ['a URL', withGrant('http://localhost:8000/o/token/'), '/o/token/'],
  ['a URL with another name of loopback', withGrant('http://127.0.0.1:8000/o/token/'), '/o/token/'],
  ['relative to a server', withGrant('token', { servers: [{ url: '/api' }] }), '/api/token'],
  [
    'of Swagger 2.0',
    { swagger: '2.0', securityDefinitions: { o: { flow: 'password', tokenUrl: '/oauth/token' } } },
    '/oauth/token',
  ],
])('the token URL of a password grant is a login: %s', (_what, document, path) =>
  expect(loginsIn(document)).toMatchObject([
    {
      path,
      encoding: 'form',
      usernameField: 'username',
      passwordField: 'password',
      constants: { grant_type: 'password' },
    },
  ]),
);

test.each([
  ['nothing', null],
  ['a list', []],
  ['another document', { paths: { '/login': { post: {} } } }],
  ['a login without a body', posts('/login', {})],
  ['a body without a password', posts('/login', json(schemaOf({ email: text })))],
  ['a registration', posts('/register', json(credentials))],
  ['a refresh', posts('/token/refresh', json(credentials))],
  ['a reset of the password', posts('/login/reset', json(credentials))],
  ['a path with a parameter', posts('/{tenant}/login', json(credentials))],
  ['a path that is another URL', posts('//evil.example/login', json(credentials))],
  ['a reference to nothing', posts('/login', json({ $ref: '#/components/schemas/None' }))],
  ['a reference to itself', posts('/login', json({ $ref: '#/x' }), { x: { $ref: '#/x' } })],
  ['a token URL of another server', withGrant('https://login.example/token')],
  ['a token URL of another port', withGrant('http://localhost:9000/token')],
  ['a token URL that is none', withGrant('javascript:alert(1)')],
  ['only a password of a registration', posts('/sessions', json(schemaOf({ password_confirmation: text })))],
  ['keys of other types', { openapi: 3, paths: 7 }],
])('%s has no login', (_what, document) => expect(loginsIn(document)).toEqual([]));

test('of several logins the one with both fields and a name for it comes first', () => {
  const operation = (schema: unknown) => ({ post: { requestBody: { content: json(schema) } } });
  const paths = {
    '/session': operation(schemaOf({ password: text })),
    '/device/token': operation(schemaOf({ login: text, pin: text })),
    '/login': operation(credentials),
  };
  expect(loginsIn({ openapi: '3.0.0', paths }).map(({ path }) => path)).toEqual([
    '/login',
    '/device/token',
    '/session',
  ]);
});

test('a document of schemas that contain each other many times is read in bounded time', () => {
  const names = Array.from({ length: 40 }, (_, n) => `S${n}`);
  const all = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]));
  const schemas = Object.fromEntries(names.map((name) => [name, schemaOf(all)]));
  const startMs = cpuMs();
  expect(loginsIn(posts('/login', json({ $ref: '#/components/schemas/S0' }), withSchemas(schemas)))).toEqual([]);
  expect(cpuMs() - startMs).toBeLessThan(2_000);
});
