import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { auth } from '../../../../src/cli/config/auth-fields.ts';
import { configLinesFor } from '../../../../src/gather/auth/login-search/config-lines.ts';
import { ToolError } from '../../../../src/model/error.ts';
import type { AuthStack } from '../../../../src/stacks/auth/contract.ts';
import { foundLogin } from './literals.ts';

/** The stack that the lines describe, after the masks of an error message. */
function stackFrom(lines: readonly string[]): AuthStack {
  const text = lines.join('\n');
  expect(new ToolError('auth-failed', text).message).toBe(text);
  return auth.parse((parse(text) as { readonly auth: unknown }).auth);
}

test('a JSON login is one step with a capture to complete', () =>
  expect(configLinesFor(foundLogin()).join('\n')).toBe(
    [
      'auth:',
      '  login:',
      '    request: POST /api/login',
      '    json: { email: "{{username}}", password: "{{password}}" }',
      '    capture: { access: "json:token" } # where the response holds the token',
      '  api: [/api/me] # a GET that needs the token',
    ].join('\n'),
  ));

test('a page with a CSRF token is two steps without a capture of a token', () => {
  const csrf = { page: '/login/', fields: ['csrfmiddlewaretoken'] };
  const lines = configLinesFor(
    foundLogin({ path: '/login/', encoding: 'form', usernameField: 'username', csrf, from: 'page' }),
  );
  expect(lines.join('\n')).toBe(
    [
      'auth:',
      '  login:',
      '    - request: GET /login/',
      '      capture: { csrf: "form:csrfmiddlewaretoken" }',
      '    - request: POST /login/',
      '      form: { csrfmiddlewaretoken: "{{session.csrf}}", username: "{{username}}", password: "{{password}}" }',
      '      expect: { status: [302, 303] }',
      '  api: [/api/me] # a GET that needs the session',
    ].join('\n'),
  );
  expect(stackFrom(lines).login.steps).toHaveLength(2);
});

test.each([
  [
    'a password grant',
    foundLogin({ encoding: 'form', usernameField: 'username', constants: { grant_type: 'password' } }),
    { form: { grant_type: 'password', username: '{{username}}', password: '{{password}}' } },
  ],
  [
    'an object inside',
    foundLogin({ usernameField: 'user.email', passwordField: 'user.password' }),
    { json: { user: { email: '{{username}}', password: '{{password}}' } } },
  ],
  [
    'a form with a dot in a name',
    foundLogin({ encoding: 'form', usernameField: 'Input.Email', passwordField: 'user[password]' }),
    { form: { 'Input.Email': '{{username}}', 'user[password]': '{{password}}' } },
  ],
  [
    'no names, in JSON',
    foundLogin({ usernameField: null, passwordField: null }),
    { json: { email: '{{username}}', password: '{{password}}' } },
  ],
  [
    'no names, in a form',
    foundLogin({ encoding: 'form', usernameField: null, passwordField: null }),
    { form: { username: '{{username}}', password: '{{password}}' } },
  ],
])('the body of %s', (_what, found, body) =>
  expect(stackFrom(configLinesFor(found)).login.steps.at(-1)?.body).toEqual(body),
);

test('names that no response has shown are said to be a guess', () => {
  expect(configLinesFor(foundLogin({ usernameField: null })).join('\n')).toContain(
    '# the names of the fields are a guess',
  );
  expect(configLinesFor(foundLogin()).join('\n')).not.toContain('guess');
});

const hostile = [
  'a"b',
  "it's",
  'two\nlines',
  'tab\tand\rreturn',
  'back\\slash',
  '{a: b}',
  'a: b',
  '# no comment',
  '- item',
  '&anchor',
  '*alias',
  '!!tag',
  '%directive',
  '`tick`',
  '@at',
  'null',
  'true',
  'No',
  '1e3',
  '0x1F',
  '.nan',
  '---',
  '',
  ' ',
  'пароль',
  '\u202egnp',
  '\u0000\u001b[31m',
  '\u2028',
  '__proto__',
  'constructor',
  '{{password}}',
  '{{{{',
  '<<',
  '=',
  'a,b',
  'x]y[z',
];

test.each(hostile)('the lines are YAML with the field %j', (name) => {
  const lines = configLinesFor(foundLogin({ encoding: 'form', usernameField: name, from: 'page' }));
  expect(lines.join('\n')).toMatch(/^[\p{L}\p{M}\p{N}\p{P}\p{S} \n]*$/u);
  const { auth: parsed } = parse(lines.join('\n')) as { readonly auth: { readonly login: { readonly form: object } } };
  expect(Object.getOwnPropertyDescriptor(parsed.login.form, name)?.value).toBe('{{username}}');
});

test.each(hostile)('the lines describe an auth stack with %j as value and as path', (text) => {
  const found = foundLogin({
    path: `/a${text}`,
    encoding: 'form',
    constants: text === '' ? {} : { mode: text },
    csrf: { page: text, fields: [`f${text}`, 'second'] },
    from: 'page',
  });
  const parsed = parse(configLinesFor(found).join('\n')) as { readonly auth: unknown };
  const { login } = auth.parse(parsed.auth);
  expect(login.steps.map(({ method }) => method)).toEqual(['GET', 'POST']);
  expect(login.steps.map(({ path }) => /\s/.test(path))).toEqual([false, false]);
});

test('half of a surrogate pair, which no form can carry, becomes a replacement character', () => {
  const found = foundLogin({ encoding: 'form', usernameField: 'a\ud800', constants: { b: '\ud800' } });
  expect(stackFrom(configLinesFor(found)).login.steps[0]?.body).toEqual({
    form: { b: '\ufffd', 'a\ufffd': '{{username}}', password: '{{password}}' },
  });
});

test.each(['a.b', '.a', 'a.', '..', '__proto__.x', 'a.b.c.d'])(
  'a JSON name with dots, like %j, is a valid body',
  (name) => {
    const found = foundLogin({ usernameField: name });
    const { json } = (parse(configLinesFor(found).join('\n')) as { auth: { login: { json: unknown } } }).auth.login;
    expect(JSON.stringify(json)).toContain('{{username}}');
  },
);

test.each([
  [{ password: 'x' }, 'password'],
  [{ email: 'x' }, 'password'],
])('a repeated name is written once: %j', (constants, passwordField) =>
  expect(stackFrom(configLinesFor(foundLogin({ constants, passwordField }))).login.steps[0]?.body).toEqual({
    json: expect.objectContaining({ email: '{{username}}', password: '{{password}}' }) as unknown,
  }),
);
