import { expect, test } from 'vitest';
import { gatherAuthSurface } from '../../../src/gather/auth/auth-surface.ts';
import { presetNamed } from '../../../src/gather/auth/preset.ts';
import type { SignInContext } from '../../../src/gather/context.ts';
import type { Sender } from '../../../src/http/contract.ts';
import type { HttpRequest, HttpResponse } from '../../../src/model/http.ts';
import { authStackNamed } from '../../../src/stacks/auth/index.ts';
import { simplejwt as simplejwtPreset } from '../../../src/stacks/auth/simplejwt.ts';
import { contextFor } from '../real-servers.ts';
import { responseOf } from './shown/contract.ts';
import { simplejwt as shownSimplejwt } from './shown/django.ts';
import { directus as shownDirectus } from './shown/others.ts';

/**
 * `METHOD path` → status, at a server of SimpleJWT or Directus. Other routes are 404, and a granted login returns tokens.
 * A GET without a token is refused with 401, unless the path is one of `open`.
 */
type Routes = Readonly<Record<string, number>>;

function senderOn(
  routes: Routes,
  open: readonly string[] = [],
): { readonly sender: Sender; readonly sent: HttpRequest[] } {
  const respond = (request: HttpRequest): HttpResponse => {
    if (request.body === '{}') {
      const shown = 'POST /auth/login' in routes ? shownDirectus : shownSimplejwt;
      return responseOf(shown, request);
    }
    if (request.path === '/server/ping') return responseOf(shownDirectus, request);
    const known = routes[`${request.method} ${request.path}`] ?? 404;
    const isRefused = request.method === 'GET' && !open.includes(request.path) && !showsToken(request);
    const status = isRefused ? 401 : known;
    return { status, headers: {}, setCookies: [], body: '{"access":"A","refresh":"R","data":{"access_token":"A"}}' };
  };
  return senderThat(respond);
}

const showsToken = ({ headers }: HttpRequest): boolean => headers['authorization'] === 'Bearer A';

function senderThat(respond: (request: HttpRequest) => HttpResponse): {
  readonly sender: Sender;
  readonly sent: HttpRequest[];
} {
  const sent: HttpRequest[] = [];
  const send: Sender['send'] = async (request) => {
    sent.push(request);
    return { sentUs: 0, endUs: 1, exchanged: { answered: true, response: respond(request) } };
  };
  return { sender: { send, close: async () => {} }, sent };
}

const context = (over: Partial<SignInContext> = {}): SignInContext => ({
  ...contextFor(80),
  credentials: { username: 'ada', password: 'hunter2' },
  stack: null,
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
  ['by name', simplejwt, { stack: simplejwtPreset }, 'simplejwt', 'asked-for', '/api/user/'],
  [
    'with the route that was named',
    { ...simplejwt, 'GET /orders/': 200 },
    { apiPath: '/orders/' },
    'simplejwt',
    'detected',
    '/orders/',
  ],
] as const)('a stack is found %s', async (_how, routes, over, preset, how, apiPath) =>
  expect(await gatherAuthSurface(context(over), senderOn(routes).sender)).toMatchObject({ preset, how, apiPath }),
);

test('the password is sent only to the login route that was found', async () => {
  const { sender, sent } = senderOn({ 'POST /auth/login': 200, 'GET /users/me': 200 });
  await gatherAuthSurface(context(), sender);
  expect(sent.filter(({ body }) => body?.includes('hunter2')).map(({ path }) => path)).toEqual(['/auth/login']);
});

test.each([
  ['the preset that was named has no login there', {}, { stack: simplejwtPreset }, 'There is no login there'],
  ['the login refuses', { 'POST /api/token/': 401 }, {}, 'answered 401 for user "ada"'],
  ['the route that was named cannot be read', simplejwt, { apiPath: '/x' }, 'tried /x'],
])('where %s, signing in failed', async (_what, routes, over, words) =>
  expect(gatherAuthSurface(context(over), senderOn(routes as Routes).sender)).rejects.toMatchObject({
    code: 'auth-failed',
    exitCode: 15,
    message: expect.stringContaining(words),
  }),
);

test('without a protected route the stack is measured without one, and the routes that were tried are named', async () => {
  const { sender } = senderOn({ 'POST /api/token/': 200, 'GET /api/me/': 403 });
  const { apiPath, triedPaths } = await gatherAuthSurface(context(), sender);
  expect([apiPath, triedPaths]).toEqual([null, simplejwtPreset.apiPaths]);
});

test('without a token and without a protected route nothing shows that the sign-in worked', async () => {
  const { sender } = senderThat(({ path }) => ({
    status: path === '/login' ? 200 : 404,
    headers: {},
    setCookies: [],
    body: '',
  }));
  const cookies = authStackNamed('session-cookie') ?? null;
  await expect(gatherAuthSurface(context({ stack: cookies }), sender)).rejects.toMatchObject({ exitCode: 15 });
});

test.each([
  ['every route is unknown', () => ({ status: 404, body: '' })],
  ['every route is granted', () => ({ status: 200, body: '{"access":"A","refresh":"R"}' })],
  ['every request is answered 401, as behind a gateway', () => ({ status: 401, body: '{"detail":"no"}' })],
  ['every post is answered 400', () => ({ status: 400, body: '{"detail":"no"}' })],
  [
    'a common path asks for Basic credentials',
    (path: string) => ({
      status: path === '/login' ? 401 : 404,
      headers: { 'www-authenticate': 'Basic realm="x"' },
      body: '',
    }),
  ],
  [
    'a common path refuses with a page',
    (path: string) => ({ status: path === '/login' ? 401 : 404, body: '<h1>No</h1>' }),
  ],
  ['every route redirects', () => ({ status: 302, body: '' })],
  ['the server fails', () => ({ status: 500, body: '' })],
] as const)('where %s, no login is recognised and no password is sent', async (_what, answer) => {
  const { sender, sent } = senderThat(({ path }) => ({ headers: {}, setCookies: [], ...answer(path) }));
  await expect(gatherAuthSurface(context(), sender)).rejects.toMatchObject({
    code: 'auth-failed',
    exitCode: 15,
    message: expect.stringMatching(
      /^No login was found on http:\/\/127\.0\.0\.1:80\/: tried .*No password was sent\./,
    ) as string,
  });
  expect(sent.filter(({ body }) => /hunter2|ada/.test(body ?? ''))).toEqual([]);
});

test('a server that does not answer gets no password', async () => {
  const sent: HttpRequest[] = [];
  const send: Sender['send'] = async (request) => {
    sent.push(request);
    return { sentUs: 0, endUs: 1, exchanged: { answered: false, code: 'refused', message: 'refused' } };
  };
  const mute = { send, close: async () => {} };
  await expect(gatherAuthSurface(context(), mute)).rejects.toMatchObject({ code: 'auth-failed' });
  expect(sent.filter(({ body }) => body?.includes('hunter2'))).toEqual([]);
});

test('an unknown preset is refused with the list of presets', () =>
  expect(() => presetNamed('keycloack')).toThrow(/No preset is called "keycloack"\. Presets: .*simplejwt/));

test('a route that answers 200 without the token too is public, and the next one is taken', async () => {
  const { sender } = senderOn({ 'POST /api/token/': 200, 'GET /api/me/': 200, 'GET /api/user/': 200 }, ['/api/me/']);
  expect(await gatherAuthSurface(context(), sender)).toMatchObject({ apiPath: '/api/user/' });
});

test('the error names a public route if it is the only readable one', async () => {
  const { sender } = senderOn({ ...simplejwt, 'GET /health': 200 }, ['/health']);
  await expect(gatherAuthSurface(context({ apiPath: '/health' }), sender)).rejects.toMatchObject({
    code: 'auth-failed',
    exitCode: 15,
    message: expect.stringContaining('/health answers 200 without the token too, so it is not protected.'),
  });
});

test('a route with a login page in place of the data is not public', async () => {
  const page = { status: 200, headers: {}, setCookies: [], body: '<form>' };
  const granted = { ...page, body: '{"access":"A","refresh":"R"}' };
  const { sender } = senderThat((request) => {
    if (request.body === '{}') return responseOf(shownSimplejwt, request);
    return request.method === 'POST' || showsToken(request) ? granted : page;
  });
  expect(await gatherAuthSurface(context(), sender)).toMatchObject({ preset: 'simplejwt' });
});
