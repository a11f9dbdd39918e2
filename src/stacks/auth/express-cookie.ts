import { usualApiPaths } from './api-paths.ts';
import { atServer } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { loginFlow, logoutFlow, refreshFlow, tokens } from './flows.ts';

/** The refresh token of another cookie is sent too. Only the checks of rotation need its name. */
const capture = tokens({ access: 'json:accessToken', refresh: 'cookie:refreshToken' });

/**
 * The usual login of an Express server: the access token in JSON, the refresh token in an httpOnly cookie. Nothing
 * marks such a server before a sign-in.
 */
export const expressCookie: AuthStack = {
  id: 'express-cookie',
  title: 'Express with the refresh token in an httpOnly cookie',
  tested: 'real',
  client: 'none',
  detection: null,
  login: loginFlow({
    id: 'login',
    method: 'POST',
    path: '/auth/login',
    body: { json: { username: '{{username}}', email: '{{username}}', password: '{{password}}' } },
    capture,
  }),
  refresh: refreshFlow({ id: 'refresh', method: 'POST', path: '/auth/refresh', capture }),
  logout: logoutFlow({ id: 'logout', method: 'POST', path: '/auth/logout' }),
  apiPaths: usualApiPaths,
  remedies: {
    'cacheable-token-response': atServer({
      do: 'forbid to store the responses of the login and the refresh',
      command: "response.set('Cache-Control', 'no-store').json({ accessToken })",
    }),
    'missing-www-authenticate': atServer({
      do: 'name the scheme where a request is refused',
      command: "response.set('WWW-Authenticate', 'Bearer').sendStatus(401)",
    }),
  },
};
