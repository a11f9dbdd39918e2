import { atServer } from '../remedy.ts';
import { djangoApiPaths } from './api-paths.ts';
import type { AuthStack } from './contract.ts';
import { type DetectionRule, getPage } from './detection.ts';
import { loginFlow, logoutFlow } from './flows.ts';
import { hasInput } from './html.ts';
import { any, inShort, mark } from './marks.ts';

/**
 * Login views of `django.contrib.auth.urls` and of Django REST framework, with the logout beside each. The login of the
 * admin is left out: nearly every project has one, beside the login of its users.
 */
const loginPaths = ['/accounts/login/', '/login/', '/api-auth/login/'] as const;

const logoutBeside = (path: string): string => path.replace(/login\/$/, 'logout/');

const pageRule = (path: string): DetectionRule =>
  mark(getPage(path), 'is a page with the fields csrfmiddlewaretoken, username and password', ({ status, body }) =>
    status === 200 && ['csrfmiddlewaretoken', 'username', 'password'].every((name) => hasInput(body, name))
      ? { login_path: path, logout_path: logoutBeside(path) }
      : false,
  );

/** Django's session login: the hidden field of the login page goes back with its cookie. */
export const djangoSession: AuthStack = {
  id: 'django-session',
  title: 'Django session login with CSRF protection',
  tested: 'real',
  client: 'none',
  detection: inShort(
    `GET ${loginPaths.join(' or ')} is a page with the fields csrfmiddlewaretoken, username and password`,
    any(...loginPaths.map(pageRule)),
  ),
  bind: { login_path: '/accounts/login/', logout_path: '/accounts/logout/' },
  login: loginFlow(
    {
      id: 'page',
      method: 'GET',
      path: '{{bind.login_path}}',
      headers: { accept: 'text/html' },
      capture: { csrf: { from: 'form:csrfmiddlewaretoken', scope: 'iteration' } },
      expect: { status: [200] },
    },
    {
      id: 'form',
      method: 'POST',
      path: '{{bind.login_path}}',
      // Over https the Referer is checked too.
      headers: { accept: 'text/html', referer: '{{origin}}{{bind.login_path}}' },
      body: {
        form: {
          csrfmiddlewaretoken: '{{step.csrf}}',
          username: '{{username}}',
          password: '{{password}}',
          next: '/',
        },
      },
      // A refused login is the page again, with 200.
      expect: { status: [302], notLocation: '{{bind.login_path}}' },
    },
  ),
  refresh: null,
  logout: logoutFlow({
    id: 'logout',
    method: 'POST',
    path: '{{bind.logout_path}}',
    headers: { 'x-csrftoken': '{{cookie.csrftoken}}', referer: '{{origin}}/' },
    expect: { status: [200, 302] },
  }),
  apiPaths: [...djangoApiPaths, '/accounts/profile/', '/'],
  reading: { format: 'page' },
  remedies: {
    'refresh-lifetime-too-long': atServer({
      do: 'shorten the session, in seconds',
      command: 'SESSION_COOKIE_AGE = 43200',
    }),
  },
};
