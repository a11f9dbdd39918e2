import { usualApiPaths } from './api-paths.ts';
import type { AuthStack } from './contract.ts';
import { getPage, type ProbeResponse } from './detection.ts';
import { loginFlow, logoutFlow } from './flows.ts';
import { hasInputOfType, inputNames } from './html.ts';
import { mark } from './marks.ts';

/** A login form at /login that redirects, with the session in a cookie and without CSRF protection. */
export const sessionCookie: AuthStack = {
  id: 'session-cookie',
  title: 'a login form at /login with a session cookie',
  tested: 'real',
  client: 'none',
  detection: mark(
    getPage('/login'),
    'is a page with a form of username or email, password, and no hidden field',
    isPlainLogin,
  ),
  login: loginFlow({
    id: 'form',
    method: 'POST',
    path: '/login',
    headers: { accept: 'text/html' },
    body: { form: { username: '{{username}}', email: '{{username}}', password: '{{password}}' } },
    // A refused login is the page again, with 200 or 401, or a redirect to it.
    expect: { status: [302, 303], notLocation: '/login' },
  }),
  refresh: null,
  logout: logoutFlow({ id: 'logout', method: 'POST', path: '/logout', expect: { status: [200, 204, 302, 303] } }),
  apiPaths: [...usualApiPaths, '/dashboard', '/account', '/'],
  reading: { format: 'page' },
  remedies: {},
};

function isPlainLogin({ status, body }: ProbeResponse): boolean {
  const names = inputNames(body);
  const hasName = names.includes('username') || names.includes('email');
  const isPosted = /<form\b[^>]*\bmethod\s*=\s*["']?post/i.test(body);
  return status === 200 && isPosted && hasName && names.includes('password') && !hasInputOfType(body, 'hidden');
}
