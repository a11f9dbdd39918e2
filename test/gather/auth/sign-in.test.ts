import { expect, test } from 'vitest';
import { compileFlow } from '../../../src/flows/compile.ts';
import type { Flow } from '../../../src/flows/contract.ts';
import { signIn } from '../../../src/gather/auth/sign-in.ts';
import type { Exchanged, HttpResponse } from '../../../src/model/http.ts';
import { directus } from '../../../src/stacks/auth/directus.ts';
import { simplejwt } from '../../../src/stacks/auth/simplejwt.ts';
import { ownStack } from '../../../src/stacks/auth/own.ts';
import { suiteContext } from '../../load/measured.ts';
import { contextFor } from '../real-servers.ts';

const who = { username: 'ada', password: 'hunter2' };
const answered = (status: number, body = '{}', over: Partial<HttpResponse> = {}): Exchanged => ({
  answered: true,
  response: { status, headers: {}, setCookies: [], body, ...over },
});

const attempt = (exchanged: Exchanged, login: Flow = simplejwt.login, as = who) =>
  signIn({ ...contextFor(80), login: compileFlow(login), site: suiteContext.site, send: async () => exchanged }, as);

const messageOf = (...given: Parameters<typeof attempt>): Promise<string> =>
  attempt(...given).then(
    () => 'signed in',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );

test('a response with a token is a sign-in', async () =>
  expect(await attempt(answered(200, '{"access":"A","refresh":"R"}'))).toMatchObject({
    values: { access: 'A', refresh: 'R' },
  }));

const SENT = 'POST /api/token/ with JSON { username: ***, password: *** }';

test.each([
  [
    '401',
    answered(401, '{"detail":"No active account found"}'),
    `${SENT} answered 401 for user "ada": {"detail":"No active account found"}. Check --user and WHYSLOW_PASSWORD.`,
  ],
  [
    '400 and other fields',
    answered(400, '{"email":["This field is required."]}'),
    `${SENT} answered 400 for user "ada": {"email":["This field is required."]}. It names the fields email: name the auth ` +
      'stack with --preset, or describe the login as auth: in the configuration, with these fields.',
  ],
  [
    '400 for these fields',
    answered(400, '{"password":["wrong"]}'),
    'Check --user and WHYSLOW_PASSWORD. If they are right, the server wants other fields',
  ],
  ['422', answered(422), 'answered 422 for user "ada": {}. Check --user and WHYSLOW_PASSWORD. If they are right'],
  ['403', answered(403), 'answered 403 for user "ada": {}. Check --user and WHYSLOW_PASSWORD.'],
  [
    '403 and a word about CSRF',
    answered(403, '<h1>CSRF verification failed.</h1>'),
    'CSRF verification failed. It wants a CSRF token',
  ],
  ['404', answered(404, ''), 'answered 404 for user "ada". There is no login there: name the auth stack with --preset'],
  ['405', answered(405), 'There is no login there'],
  [
    '415',
    answered(415),
    'It does not take this kind of body: name the auth stack with --preset, or describe the login as auth: in the configuration, with form:.',
  ],
  ['419', answered(419), 'It wants a CSRF token'],
  ['429', answered(429), 'Too many sign-ins; it does not say for how long (no Retry-After)'],
  [
    '429 for an hour',
    answered(429, '', { headers: { 'retry-after': '3600' } }),
    'Too many sign-ins; Retry-After 3600 s is more than the 90 s that a sign-in waits. Wait that long, use --connections 1, or lift',
  ],
  ['423', answered(423), 'Check --user and WHYSLOW_PASSWORD.'],
  [
    '500',
    answered(500, 'Error: boom\n  at x'),
    'answered 500 for user "ada": Error: boom. The server failed. See its log.',
  ],
  [
    '301 to the same path with a slash',
    answered(301, '', { headers: { location: 'http://127.0.0.1/api/token//' } }),
    'The path of the login ends with a slash: write POST /api/token//.',
  ],
  [
    '302',
    answered(302, '', { headers: { location: '/home?ticket=s3cr3t' } }),
    'It redirects to /home?ticket=***. A login by form may do so when it signs in: then add expect: { status: 302 }',
  ],
  ['200 without JSON', answered(200, 'welcome', { headers: { 'content-type': 'application/json' } }), 'answered 200'],
  ['no answer', { answered: false, code: 'timed-out', message: 'x' } as const, 'got no answer (timed-out)'],
])(
  'a login answered with %s: the error shows the request, the response and the next step',
  async (_what, exchanged, words) => {
    const error = await attempt(exchanged).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'auth-failed',
      exitCode: 15,
      message: expect.stringContaining(words) as string,
    });
  },
);

test.each([
  [
    'the body has them under other names',
    answered(200, '{"accessToken":"A","refreshToken":"R"}'),
    'POST /auth/login with JSON { mode: ***, email: ***, password: *** } answered 200: signed in; no token at ' +
      'json:data.access_token; the body has accessToken, refreshToken. To use these, describe the login as auth: in the configuration, ' +
      'with this capture.\n\nauth:\n  login:\n    capture: { access: "json:accessToken", refresh: "json:refreshToken" }',
  ],
  [
    'a header and a cookie have them',
    answered(200, '{}', { headers: { authorization: 'Bearer A' }, setCookies: ['rt=R; HttpOnly'] }),
    'the response has header authorization, cookie rt. To use these, describe the login as auth: in the configuration, with this ' +
      'capture.\n\nauth:\n  login:\n    capture: { access: { from: "header:authorization", decode: bearer }, refresh: "cookie:rt" }',
  ],
  [
    'a cookie holds the session',
    answered(204, '', { setCookies: ['connect.sid=s3cr3t'] }),
    'no token at json:data.access_token; the response has cookie connect.sid. To use the cookies alone, describe the login as auth: in the ' +
      'configuration, without capture.',
  ],
  [
    'nothing is like a token',
    answered(200, '{"ok":true}'),
    'no token at json:data.access_token, nor anything like a token',
  ],
])('a sign-in without the expected tokens says where they are: %s', async (_what, exchanged, words) =>
  expect(await messageOf(exchanged, directus.login)).toContain(words),
);

test('a redirect to another place than expected is no matter of the status', async () => {
  const step = { request: 'POST /login', form: { user: '{{username}}' }, expect: { status: 302, location: '/home' } };
  const { login } = ownStack({ login: [step], api: ['/me'] });
  expect(await messageOf(answered(302, '', { headers: { location: '/login?error' } }), login)).toContain(
    'POST /login with a form { user: *** } answered 302 with a Location other than expected. Check --user',
  );
});

const form = ownStack({
  login: [
    { request: '/login', capture: { csrf: 'form:token' } },
    { request: 'POST /login', form: { token: '{{session.csrf}}', user: '{{username}}' }, expect: { status: 302 } },
  ],
  api: ['/me'],
}).login;

test.each([
  [
    'a page without its token',
    answered(200, '<title>Log in</title>'),
    'GET /login answered 200 with no csrf at form:token: Log in.',
  ],
  [
    'the page again',
    answered(200, '<title>Log in</title><input name="token" value="s3cr3t">'),
    'POST /login with a form { token: ***, user: *** } answered 200, which is not the expected status: Log in. Check --user',
  ],
])('a login of two steps names the step: %s', async (_what, exchanged, words) => {
  const message = await messageOf(exchanged, form);
  expect(message).toContain(words);
  expect(message).not.toContain('s3cr3t');
});

test.each([
  ['the response repeats it', answered(401, '{"detail":"hunter2 is wrong"}'), who],
  ['the response repeats the request', answered(400, '{"input":{"username":"ada","password":"hunter2"}}'), who],
  ['a sign-in returns it', answered(200, '{"password":"hunter2","accessToken":"hunter2"}'), who],
  ['a redirect names it', answered(302, '', { headers: { location: '/?password=hunter2' } }), who],
  ['a key repeats it', answered(200, '{"token":{"hunter2":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x"}}'), who],
  ['the user name is the same', answered(401), { username: 'hunter2', password: 'hunter2' }],
])('the error has no password where %s', async (_what, exchanged, as) =>
  expect(await messageOf(exchanged, simplejwt.login, as)).not.toContain('hunter2'),
);
