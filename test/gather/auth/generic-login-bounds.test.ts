import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { auth } from '../../../src/cli/config/auth-fields.ts';
import { compileFlow } from '../../../src/flows/compile.ts';
import type { Send } from '../../../src/flows/perform.ts';
import { gatherAuthSurface } from '../../../src/gather/auth/auth-surface.ts';
import { findLogins } from '../../../src/gather/auth/generic-login.ts';
import { configLinesFor } from '../../../src/gather/auth/login-search/config-lines.ts';
import { signIn } from '../../../src/gather/auth/sign-in.ts';
import { siteOf } from '../../../src/gather/site.ts';
import type { HttpRequest } from '../../../src/model/http.ts';
import { contextFor } from '../real-servers.ts';
import { csrfForm, drf, json, jsonLogin, PASSWORD, type Respond, serve } from './login-servers.ts';
import { message, searched, sendOn, withSender } from './login-search/searched.ts';

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
      (request) => {
        sent.push(request);
        if (sent.length === 3) abort.abort();
        return sendOn(sender)(request);
      },
      { ...contextFor(port), signal: abort.signal },
    ),
  );
  expect(received).toHaveLength(3);
});

test('a server that has stopped to answer is asked three times', async () => {
  const sent: HttpRequest[] = [];
  const mute: Send = async (request) => {
    sent.push(request);
    return { answered: false, code: 'refused', message: 'x' };
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
    const { found } = await findLogins(sendOn(sender), contextFor(port));
    const lines = found.slice(0, 1).flatMap(configLinesFor).join('\n');
    const stack = auth.parse((parse(lines) as { readonly auth: unknown }).auth);
    const send = sendOn(sender);
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
