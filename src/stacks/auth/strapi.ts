import { at, textAt } from '../../flows/import/document.ts';
import { atServer, ofBothLifetimes } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { postJson } from './detection.ts';
import { jsonStack } from './json-stack.ts';
import { mark } from './marks.ts';

/** Strapi 4 and 5, plugin Users & Permissions. Only `jwtManagement: 'refresh'` of Strapi 5 has refresh tokens. */
export const strapi: AuthStack = jsonStack({
  id: 'strapi',
  title: 'Strapi',
  tested: 'documentation',
  detection: mark(
    postJson('/api/auth/local'),
    'is refused with data null and error.name ValidationError',
    ({ status, json }) =>
      status === 400 && at(json, 'data') === null && textAt(at(json, 'error'), 'name') === 'ValidationError',
  ),
  login: { path: '/api/auth/local', usernameField: 'identifier', passwordField: 'password' },
  tokens: { access: 'jwt', refresh: 'refreshToken' },
  refresh: { path: '/api/auth/refresh', field: 'refreshToken' },
  logout: { path: '/api/auth/logout', field: 'refreshToken' },
  apiPaths: ['/api/users/me'],
  remedies: {
    ...ofBothLifetimes(
      atServer({
        do: 'use short access tokens with refresh tokens in config/plugins (Strapi 5), in seconds',
        command:
          "'users-permissions': { config: { jwtManagement: 'refresh', sessions: { accessTokenLifespan: 900, maxRefreshTokenLifespan: 43200 } } }",
      }),
    ),
  },
});
