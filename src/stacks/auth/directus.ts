import type { AuthStack } from './contract.ts';
import { jsonStack } from './json-stack.ts';

/** Directus in `json` mode, where tokens travel in bodies and not in cookies. */
export const directus: AuthStack = jsonStack({
  id: 'directus',
  title: 'Directus',
  login: { path: '/auth/login', usernameField: 'email', passwordField: 'password' },
  tokens: { access: 'data.access_token', refresh: 'data.refresh_token' },
  refresh: { path: '/auth/refresh', field: 'refresh_token' },
  logout: { path: '/auth/logout', field: 'refresh_token' },
  apiPaths: ['/users/me'],
  constant: { mode: 'json' },
});
