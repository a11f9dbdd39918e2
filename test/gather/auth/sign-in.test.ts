import { expect, test } from 'vitest';
import { compileFlow } from '../../../src/flows/compile.ts';
import { signIn } from '../../../src/gather/auth/sign-in.ts';
import type { Exchanged } from '../../../src/model/http.ts';
import { simplejwt } from '../../../src/stacks/auth/simplejwt.ts';
import { suiteContext } from '../../load/measured.ts';

const who = { username: 'ada', password: 'hunter2' };
const answered = (status: number, body = '{}'): Exchanged => ({
  answered: true,
  response: { status, headers: {}, setCookies: [], body },
});
const attempt = (exchanged: Exchanged) =>
  signIn({ login: compileFlow(simplejwt.login), site: suiteContext.site, send: async () => exchanged }, who);

test('a response with a token is a sign-in', async () =>
  expect(await attempt(answered(200, '{"access":"A","refresh":"R"}'))).toMatchObject({
    values: { access: 'A', refresh: 'R' },
  }));

test.each([
  ['401', answered(401), 'answered 401 for user "ada". Check --user and WHYSLOW_PASSWORD.'],
  ['400', answered(400), 'answered 400 for user "ada"'],
  ['200 without a token', answered(200), 'answered 200 with no access at json:access'],
  ['404', answered(404), 'no login there. Name the stack with --preset'],
  ['405', answered(405), 'no login there'],
  ['429', answered(429), 'too many sign-ins'],
  ['499', answered(499), 'answered 499 for user "ada"'],
  ['500', answered(500), 'the server failed'],
  ['no answer', { answered: false, code: 'timed-out', message: 'x' } as const, 'got no answer (timed-out)'],
])('a login answered with %s says what to do', async (_what, exchanged, words) =>
  expect(attempt(exchanged)).rejects.toMatchObject({
    code: 'auth-failed',
    exitCode: 15,
    message: expect.stringContaining(words),
  }),
);

test('the error has neither the password nor the text of the response, which may repeat it', async () => {
  const error = await attempt(answered(401, '{"detail":"hunter2 is wrong"}')).catch((thrown: unknown) => thrown);
  expect(String(error)).not.toContain('hunter2');
});
