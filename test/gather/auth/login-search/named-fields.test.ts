import { expect, test } from 'vitest';
import { loginFields } from '../../../../src/gather/auth/login-search/fields.ts';
import { namedFields } from '../../../../src/gather/auth/login-search/named-fields.ts';
import { cpuMs } from '../../../cpu-time.ts';

const named = (body: unknown) => namedFields({ body: typeof body === 'string' ? body : JSON.stringify(body) });

test.each([
  [
    'FastAPI',
    {
      detail: [
        { type: 'missing', loc: ['body', 'username'], msg: 'Field required', input: null },
        { type: 'missing', loc: ['body', 'password'], msg: 'Field required', input: null },
      ],
    },
    'username',
    'password',
  ],
  [
    'Django REST framework',
    { email: ['This field is required.'], password: ['This field is required.'] },
    'email',
    'password',
  ],
  [
    'express-validator 7',
    {
      errors: [
        { type: 'field', msg: 'Invalid value', path: 'email', location: 'body' },
        { type: 'field', value: '', msg: 'Invalid value', path: 'password', location: 'body' },
      ],
    },
    'email',
    'password',
  ],
  [
    'express-validator 6',
    {
      errors: [
        { msg: 'Invalid value', param: 'login', location: 'body' },
        { msg: 'x', param: 'pwd' },
      ],
    },
    'login',
    'pwd',
  ],
  [
    'zod',
    {
      success: false,
      error: {
        issues: [
          { code: 'invalid_type', expected: 'string', path: ['identifier'], message: 'Required' },
          { code: 'invalid_type', expected: 'string', path: ['password'], message: 'Required' },
        ],
        name: 'ZodError',
      },
    },
    'identifier',
    'password',
  ],
  [
    'zod, as the text of an error',
    { message: '[{"code":"invalid_type","path":["email"],"message":"Required"},{"path":["password"]}]' },
    'email',
    'password',
  ],
  ['zod, formatted', { _errors: [], email: { _errors: ['Required'] }, password: { _errors: [] } }, 'email', 'password'],
  [
    'zod, flattened',
    { formErrors: [], fieldErrors: { email: ['Required'], password: ['Required'] } },
    'email',
    'password',
  ],
  [
    'ASP.NET',
    {
      type: 'https://tools.ietf.org/html/rfc9110#section-15.5.1',
      title: 'One or more validation errors occurred.',
      status: 400,
      errors: { Email: ['The Email field is required.'], Password: ['The Password field is required.'] },
      traceId: '00-84c1',
    },
    'Email',
    'Password',
  ],
  [
    'System.Text.Json',
    { errors: { $: ['was missing required properties, including the following: email, password'] }, status: 400 },
    'email',
    'password',
  ],
  [
    'Laravel',
    {
      message: 'The email field is required. (and 1 more error)',
      errors: { email: ['The email field is required.'], password: ['The password field is required.'] },
    },
    'email',
    'password',
  ],
  [
    'Spring',
    {
      timestamp: '2026-01-01T00:00:00Z',
      status: 400,
      error: 'Bad Request',
      path: '/api/auth/signin',
      errors: [
        { objectName: 'loginRequest', field: 'username', defaultMessage: 'must not be blank', code: 'NotBlank' },
        { objectName: 'loginRequest', field: 'password', defaultMessage: 'must not be blank', code: 'NotBlank' },
      ],
    },
    'username',
    'password',
  ],
  [
    'class-validator',
    { message: ['email must be an email', 'password should not be empty'], error: 'Bad Request', statusCode: 400 },
    'email',
    'password',
  ],
  [
    'Fastify',
    {
      statusCode: 400,
      code: 'FST_ERR_VALIDATION',
      error: 'Bad Request',
      message: "body must have required property 'userName'",
    },
    'userName',
    null,
  ],
  ['Joi', { details: [{ message: '"email" is required', path: ['email'], type: 'any.required' }] }, 'email', null],
  [
    'Strapi',
    {
      data: null,
      error: {
        status: 400,
        name: 'ValidationError',
        details: {
          errors: [
            { path: ['identifier'], message: 'identifier is a required field', name: 'ValidationError' },
            { path: ['password'], message: 'password is a required field', name: 'ValidationError' },
          ],
        },
      },
    },
    'identifier',
    'password',
  ],
  ['JSON:API', { errors: [{ status: '422', source: { pointer: '/data/attributes/email' } }] }, 'email', null],
  [
    'Ajv',
    { errors: [{ instancePath: '', keyword: 'required', params: { missingProperty: 'password' } }] },
    null,
    'password',
  ],
  [
    'Rails, nested',
    { errors: { user: { email: ["can't be blank"], password: ['x'] } } },
    'user.email',
    'user.password',
  ],
  ['Flask-RESTful', { message: { username: 'This field cannot be blank', password: 'x' } }, 'username', 'password'],
  [
    'Mongoose',
    { errors: { email: { path: 'email', kind: 'required', message: 'Path `email` is required.' } } },
    'email',
    null,
  ],
  ['serde', 'Failed to deserialize the JSON body: missing field `password` at line 1 column 2', null, 'password'],
  [
    'the validator of Go',
    { error: "Key: 'LoginInput.Email' Error:Field validation for 'Email' failed on the 'required' tag" },
    'Email',
    null,
  ],
  ['a sentence', { error: 'Email and password are required' }, 'email', 'password'],
  ['a sentence of a refusal', { message: 'Invalid username or password' }, 'username', 'password'],
  ['a text', 'Missing email or passwd', 'email', 'passwd'],
  ['texts by field', { email: 'Email field is required', password: 'Password field is required' }, 'email', 'password'],
] as const)('%s names the fields', (_framework, body, usernameField, passwordField) =>
  expect(loginFields(named(body))).toEqual({ usernameField, passwordField }),
);

test.each([
  ['an empty body', ''],
  ['a page', '<h1>email and password required</h1>'],
  ['an error without fields', { error: 'Unauthorized' }],
  ['words that only sound so', { message: 'User not found. Login failed for this account.' }],
  ['an error of Spring with a path', { timestamp: 'x', status: 401, error: 'Unauthorized', path: '/login' }],
  ['a link', { error: 'log in first', login: '/login' }],
  ['null', 'null'],
  ['a number', '42'],
  ['a name that is longer than names are', { [`${'x'.repeat(80)}password`]: ['required'] }],
])('%s names no field of a login', (_what, body) =>
  expect(loginFields(named(body))).toEqual({ usernameField: null, passwordField: null }),
);

test('fields of another form are named too', () =>
  expect(named({ title: ['required'], starts_at: ['This field is required.'], detail: 'x' })).toEqual(['starts_at']));

test.each([
  ['a list of a megabyte', `[${'"password is required",'.repeat(45_000)}1]`],
  ['objects in objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['lists in lists', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ['a long message', JSON.stringify({ message: 'missing field '.repeat(70_000) })],
  ['many keys', JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`k${n}`, ['x']])))],
])('%s is read in bounded time', (_what, body) => {
  const startMs = cpuMs();
  expect(namedFields({ body }).length).toBeLessThanOrEqual(50);
  expect(cpuMs() - startMs).toBeLessThan(2_000);
});
