import { expect, test } from 'vitest';
import type { FoundLogin } from '../../../../src/gather/auth/login-search/contract.ts';
import { noLoginText } from '../../../../src/gather/auth/login-search/no-login-text.ts';
import { sanitizedText } from '../../../../src/render/sanitize.ts';
import { foundLogin } from './literals.ts';

const URL_OF_SERVER = 'http://localhost:3000/';

test('a login of an unknown stack is named with the lines to complete', () =>
  expect(noLoginText({ found: [foundLogin(), foundLogin({ path: '/other' })], answered: 20 }, URL_OF_SERVER)).toBe(
    'No login of a known auth stack was found on http://localhost:3000/, but POST /api/login answers an empty JSON body ' +
      'with 422. No password was sent. Complete these lines in the configuration, or name the auth stack with --preset.\n\n' +
      'auth:\n  login:\n    request: POST /api/login\n    json: { email: "{{username}}", password: "{{password}}" }\n' +
      '    capture: { access: "json:token" } # where the response holds the token\n' +
      '  api: [/api/me] # a GET that needs the token',
  ));

test.each([
  [104, '104 further requests'],
  [0, 'none of them got an answer'],
])('without a login, what was tried and two ways out are in one line: %d answers', (answered, words) => {
  const text = noLoginText({ found: [], answered }, URL_OF_SERVER);
  expect(text).toContain(words);
  expect(text).toMatch(/tried .*No password was sent\..*--preset NAME.*auth: in the configuration\.$/);
});

const page: Partial<FoundLogin> = {
  path: '/accounts/login/',
  encoding: 'form',
  usernameField: 'username',
  csrf: { page: '/accounts/login/', fields: ['csrfmiddlewaretoken'] },
  from: 'page',
  seen: 'GET /accounts/login/ has a login form',
};

test.each<[string, Partial<FoundLogin>]>([
  ['a JSON login', {}],
  ['a page', page],
  ['a page with fixed fields', { ...page, constants: { utf8: '✓', 'user[remember_me]': '0' } }],
  [
    'a page with many changing fields',
    {
      ...page,
      csrf: {
        page: '/Account/Login.aspx',
        fields: ['__VIEWSTATE', '__VIEWSTATEGENERATOR', '__EVENTVALIDATION', 'a', 'b', 'c'],
      },
    },
  ],
])('no report cuts the lines of %s', (_what, over) => {
  const text = noLoginText(
    { found: [foundLogin(over)], answered: 150 },
    'http://my-project.localhost:3000/api/v1/items/',
  );
  expect(sanitizedText(text)).toBe(text);
});
