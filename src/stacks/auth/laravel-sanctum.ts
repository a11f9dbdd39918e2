import type { AuthStack } from './contract.ts';
import { get } from './detection.ts';
import { loginFlow, logoutFlow } from './flows.ts';
import { mark } from './marks.ts';

/** Sanctum takes a request for one of its own single-page application by the Origin or the Referer. */
const fromThisSite = { origin: '{{origin}}', referer: '{{origin}}/' };

/** The cookie is URL-encoded. It changes with the session. */
const xsrf = { from: 'cookie:XSRF-TOKEN', decode: 'url' } as const;

/** Laravel Sanctum with session cookies and the login of Fortify or Breeze. */
export const laravelSanctum: AuthStack = {
  id: 'laravel-sanctum',
  title: 'Laravel Sanctum with session cookies',
  tested: 'documentation',
  client: 'none',
  detection: mark(
    get('/sanctum/csrf-cookie'),
    'answers without a body and sets the cookie XSRF-TOKEN',
    ({ status, setCookies }) => status < 300 && setCookies.some((line) => line.startsWith('XSRF-TOKEN=')),
  ),
  login: loginFlow(
    {
      id: 'csrf',
      method: 'GET',
      path: '/sanctum/csrf-cookie',
      headers: fromThisSite,
      capture: { xsrf },
      expect: { status: [200, 204] },
    },
    {
      id: 'login',
      method: 'POST',
      path: '/login',
      headers: { ...fromThisSite, 'x-xsrf-token': '{{session.xsrf}}' },
      body: { json: { email: '{{username}}', password: '{{password}}' } },
      capture: { xsrf: { ...xsrf, optional: true } },
      // A refused login is 422 with `accept: application/json`.
      expect: { status: [200, 201, 204, 302] },
    },
  ),
  refresh: null,
  logout: logoutFlow({
    id: 'logout',
    method: 'POST',
    path: '/logout',
    headers: { ...fromThisSite, 'x-xsrf-token': '{{session.xsrf}}' },
    expect: { status: [200, 204, 302] },
  }),
  apiPaths: ['/api/user', '/user', '/api/me'],
  reading: { headers: fromThisSite },
  remedies: {},
};
