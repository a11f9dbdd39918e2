import { expect, test } from 'vitest';
import { loginOnPage } from '../../../../src/gather/auth/login-search/login-page.ts';
import { targetAt } from '../../../audit/literals.ts';
import { cpuMs } from '../../../cpu-time.ts';

const target = targetAt('localhost', 8000);
const loginOn = (html: string, path = '/login') => loginOnPage({ path, html }, target);

const page = (inside: string, attributes = 'method="post"') =>
  `<!doctype html><html><body><form ${attributes}>${inside}</form></body></html>`;
const both = '<input name="username"><input type="password" name="password">';

test.each([
  [
    'Django',
    page(
      '<input type="hidden" name="csrfmiddlewaretoken" value="q8Zr0mP1"><input type="text" name="username" autofocus required>' +
        '<input type="password" name="password"><input type="hidden" name="next" value=""><input type="submit" value="Log in">',
    ),
    {
      path: '/login',
      usernameField: 'username',
      passwordField: 'password',
      fields: ['csrfmiddlewaretoken'],
      constants: {},
    },
  ],
  [
    'Rails with Devise',
    page(
      '<input name="utf8" type="hidden" value="&#x2713;" /><input type="hidden" name="authenticity_token" value="d+/x==" />' +
        '<input type="email" name="user[email]" /><input type="password" name="user[password]" />' +
        '<input name="user[remember_me]" type="hidden" value="0" /><input type="checkbox" name="user[remember_me]" value="1" />',
      'class="new_user" action="/users/sign_in" accept-charset="UTF-8" method="post"',
    ),
    {
      path: '/users/sign_in',
      usernameField: 'user[email]',
      passwordField: 'user[password]',
      fields: ['authenticity_token'],
      constants: { utf8: '✓', 'user[remember_me]': '0' },
    },
  ],
  [
    'Laravel',
    page(
      `<input type="hidden" name="_token" value="${'a1'.repeat(20)}"><input id="email" type="email" name="email">` +
        '<input id="password" type="password" name="password">',
      'method="POST" action="http://localhost:8000/login"',
    ),
    { path: '/login', usernameField: 'email', passwordField: 'password', fields: ['_token'], constants: {} },
  ],
  [
    'ASP.NET Razor',
    page(
      '<input name="Input.Email" type="email" /><input name="Input.Password" type="password" />' +
        '<input name="__RequestVerificationToken" type="hidden" value="CfDJ8" />',
      'id="account" method="post"',
    ),
    {
      path: '/login',
      usernameField: 'Input.Email',
      passwordField: 'Input.Password',
      fields: ['__RequestVerificationToken'],
      constants: {},
    },
  ],
  [
    'ASP.NET Web Forms',
    page(
      `<input type='hidden' name='__VIEWSTATE' value='${'/wEPDw'.repeat(30)}'><input type=hidden name=__EVENTTARGET value=''>` +
        '<input name=ctl00$Main$UserName type=text><input name=ctl00$Main$Password type=password>',
      'method=post action=./Login.aspx',
    ),
    {
      path: '/Login.aspx',
      usernameField: 'ctl00$Main$UserName',
      passwordField: 'ctl00$Main$Password',
      fields: ['__VIEWSTATE'],
      constants: {},
    },
  ],
  [
    'Symfony',
    page(
      '<input name="_username"><input type="password" name="_password"><input type="hidden" name="_csrf_token" value="csrf-token">',
      'action="/login" method="post"',
    ),
    { path: '/login', usernameField: '_username', passwordField: '_password', fields: ['_csrf_token'], constants: {} },
  ],
  [
    'WordPress',
    page(
      '<input type="text" name="log"><input type="password" name="pwd"><input type="hidden" name="testcookie" value="1" />',
      'action="http://127.0.0.1:8000/wp-login.php" method="post"',
    ),
    { path: '/wp-login.php', usernameField: 'log', passwordField: 'pwd', fields: [], constants: { testcookie: '1' } },
  ],
  [
    'names that say nothing',
    page('<input name="f1"><input name="f2" type="password"><input name="f3">', 'method="post"'),
    { path: '/login', usernameField: 'f1', passwordField: 'f2', fields: [], constants: {} },
  ],
  [
    'a second form',
    `<form action="/search"><input name="q"></form>${page(both, 'method="post" action="in?next=/a"')}`,
    { path: '/in', usernameField: 'username', passwordField: 'password', fields: [], constants: {} },
  ],
])('the form of %s is a login', (_framework, html, { path, usernameField, passwordField, fields, constants }) =>
  expect(loginOn(html)).toEqual({
    path,
    encoding: 'form',
    usernameField,
    passwordField,
    csrf: fields.length === 0 ? null : { page: '/login', fields },
    constants,
    from: 'page',
    seen: 'GET /login has a login form',
  }),
);

test.each([
  ['no form', '<p>password</p>'],
  ['an input outside of a form', both],
  ['a form that a script sends', page(both, '')],
  ['a form of another server', page(both, 'method="post" action="https://login.example/"')],
  ['a form of another port', page(both, 'method="post" action="http://localhost:9000/login"')],
  ['a form without a URL', page(both, 'method="post" action="javascript:void(0)"')],
  ['a registration', page(`${both}<input type="password" name="password2">`)],
  ['a password without a name', page('<input name="username"><input type="password">')],
  ['a form that has ended', page('<input name="u">') + both],
  ['a name in another attribute', page('<input data-type="password" data-name="password">')],
  ['a broken tag', '<form method="post"><input type="password" name="p'],
])('%s is no login', (_what, html) => expect(loginOn(html)).toBeNull());

test('names with quotes and newlines stay whole', () =>
  expect(loginOn(page('<input name="a&quot;\nb"><input type="password" name=\'p"w: {x}\'>'))).toMatchObject({
    usernameField: 'a"\nb',
    passwordField: 'p"w: {x}',
  }));

test.each([
  ['tags without an end', '<input '.repeat(150_000)],
  ['forms without an end', '<form method=post '.repeat(60_000)],
  ['a tag with a megabyte of attributes', `<form method=post><input ${'a=b '.repeat(260_000)}>`],
  ['quotes without an end', '<input name="'.repeat(80_000)],
  ['a megabyte of text', 'x'.repeat(1_000_000)],
  ['entities', page(`<input name="${'&#x41;'.repeat(170_000)}">`)],
])('%s are read in bounded time', (_what, html) => {
  const startMs = cpuMs();
  expect(loginOn(html)).toBeNull();
  expect(cpuMs() - startMs).toBeLessThan(2_000);
});
