import { expect, test } from 'vitest';
import { gatherAuthSurface, presetNamed } from '../../src/gather/auth-surface.ts';
import type { SignInContext } from '../../src/gather/context.ts';
import type { Sender } from '../../src/load/sent.ts';
import type { HttpRequest, HttpResponse } from '../../src/model/http.ts';
import { contextFor } from './real-servers.ts';

/** `METHOD path` → status; whatever is not named is 404, and a login that is granted brings tokens. */
type Routes = Readonly<Record<string, number>>;

function senderOn(routes: Routes): { readonly sender: Sender; readonly sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  const respond = (request: HttpRequest): HttpResponse => {
    const known = routes[`${request.method} ${request.path}`] ?? 404;
    const status = known === 200 && request.body === '{}' ? 400 : known;
    return { status, headers: {}, setCookies: [], body: '{"access":"A","refresh":"R","data":{"access_token":"A"}}' };
  };
  const send: Sender['send'] = async (request) => {
    sent.push(request);
    return { sentUs: 0, endUs: 1, exchanged: { answered: true, response: respond(request) } };
  };
  return { sender: { send, close: async () => {} }, sent };
}

const context = (over: Partial<SignInContext> = {}): SignInContext => ({
  ...contextFor(80),
  credentials: { username: 'ada', password: 'hunter2' },
  preset: null,
  apiPath: null,
  ...over,
});

const simplejwt: Routes = { 'POST /api/token/': 200, 'GET /api/user/': 200 };

test.each([
  [
    'by its login route and the first protected route that can be read',
    simplejwt,
    {},
    'simplejwt',
    'detected',
    '/api/user/',
  ],
  [
    'by its login route, further down the list',
    { 'POST /auth/login': 200, 'GET /users/me': 200 },
    {},
    'directus',
    'detected',
    '/users/me',
  ],
  ['by name', simplejwt, { preset: 'simplejwt' }, 'simplejwt', 'asked-for', '/api/user/'],
  [
    'with the route that was named',
    { ...simplejwt, 'GET /orders/': 200 },
    { apiPath: '/orders/' },
    'simplejwt',
    'detected',
    '/orders/',
  ],
] as const)('a stack is found %s', async (_how, routes, over, preset, how, apiPath) =>
  expect(await gatherAuthSurface(context(over), senderOn(routes).sender)).toEqual({ preset, how, apiPath }),
);

test('looking for the login costs no password: it goes to the route that was found, and only there', async () => {
  const { sender, sent } = senderOn({ 'POST /auth/login': 200, 'GET /users/me': 200 });
  await gatherAuthSurface(context(), sender);
  expect(sent.filter(({ body }) => body?.includes('hunter2')).map(({ path }) => path)).toEqual(['/auth/login']);
});

test.each([
  ['no route is a login', {}, {}, 'answered 404: no login there'],
  ['the login refuses', { 'POST /api/token/': 401 }, {}, 'answered 401 for user "ada"'],
  ['no protected route can be read', { 'POST /api/token/': 200, 'GET /api/me/': 403 }, {}, 'Name one with --api PATH'],
  ['the route that was named cannot be read', simplejwt, { apiPath: '/x' }, 'tried /x'],
])('where %s, signing in failed', async (_what, routes, over, words) =>
  expect(gatherAuthSurface(context(over), senderOn(routes as Routes).sender)).rejects.toMatchObject({
    code: 'auth-failed',
    exitCode: 15,
    message: expect.stringContaining(words),
  }),
);

test('an unknown preset is refused with the names there are', () =>
  expect(() => presetNamed('keycloack')).toThrow(/No preset is called "keycloack"\. Presets: .*simplejwt/));
