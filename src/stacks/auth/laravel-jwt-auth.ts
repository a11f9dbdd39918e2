import { textAt } from '../../flows/import/document.ts';
import { atServer, ofBothLifetimes } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { get, type ProbeResponse } from './detection.ts';
import { loginFlow, logoutFlow, refreshFlow, tokens } from './flows.ts';
import { all, mark } from './marks.ts';

const lifetime = { from: 'json:expires_in', unit: 's' } as const;

/** A refresh presents the access token itself, so that it is kept as the refresh token too. */
const capture = { ...tokens({ access: 'json:access_token', lifetime }), refresh: 'json:access_token' };

const isPostRoute = ({ status, json }: ProbeResponse): boolean =>
  status === 405 &&
  /^The GET method is not supported for .*Supported methods: POST\.$/.test(textAt(json, 'message') ?? '');

/** jwt-auth for Laravel with the routes of its quick start. */
export const laravelJwtAuth: AuthStack = {
  id: 'laravel-jwt-auth',
  title: 'Laravel with jwt-auth',
  tested: 'documentation',
  client: 'none',
  // Laravel names the supported methods of a route. A login with other tokens has no such refresh route.
  detection: all(
    mark(get('/api/auth/login'), "is refused with Laravel's list of supported methods", isPostRoute),
    mark(get('/api/auth/refresh'), "is refused with Laravel's list of supported methods", isPostRoute),
  ),
  lifetime,
  login: loginFlow({
    id: 'login',
    method: 'POST',
    path: '/api/auth/login',
    body: { json: { email: '{{username}}', password: '{{password}}' } },
    capture,
  }),
  refresh: refreshFlow({
    id: 'refresh',
    method: 'POST',
    path: '/api/auth/refresh',
    present: 'refresh-bearer',
    capture,
  }),
  logout: logoutFlow({ id: 'logout', method: 'POST', path: '/api/auth/logout' }),
  apiPaths: ['/api/auth/me', '/api/auth/user-profile', '/api/user'],
  reading: { posts: { '/api/auth/me': { json: {} } } },
  remedies: {
    'rotation-reuse-accepted': atServer({
      do: 'keep a blacklist of used tokens, without a grace period (jwt-auth, in the environment)',
      command: 'JWT_BLACKLIST_ENABLED=true JWT_BLACKLIST_GRACE_PERIOD=0',
    }),
    'logout-leaves-refresh-alive': atServer({
      do: 'keep a blacklist of ended tokens (jwt-auth, in the environment)',
      command: 'JWT_BLACKLIST_ENABLED=true',
    }),
    ...ofBothLifetimes(
      atServer({
        do: 'shorten the lifetimes, in minutes (jwt-auth, in the environment)',
        command: 'JWT_TTL=15 JWT_REFRESH_TTL=720',
      }),
    ),
  },
};
