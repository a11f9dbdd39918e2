import { atServer, ofBothLifetimes } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { get, postJson, type ProbeResponse } from './detection.ts';
import { jsonStack } from './json-stack.ts';
import { all, mark, within } from './marks.ts';

/** Directus in `json` mode, where tokens travel in bodies and not in cookies. */
export const directus: AuthStack = jsonStack({
  id: 'directus',
  title: 'Directus',
  tested: 'documentation',
  // GraphQL servers have errors with `extensions.code` too, but no such ping.
  detection: all(
    mark(postJson('/auth/login'), 'refuses with errors[0].extensions.code', hasErrorCode),
    mark(get('/server/ping'), 'answers pong', ({ status, body }) => status === 200 && body.trim() === 'pong'),
  ),
  lifetime: { from: 'json:data.expires', unit: 'ms' },
  login: { path: '/auth/login', usernameField: 'email', passwordField: 'password' },
  tokens: { access: 'data.access_token', refresh: 'data.refresh_token' },
  refresh: { path: '/auth/refresh', field: 'refresh_token' },
  logout: { path: '/auth/logout', field: 'refresh_token' },
  apiPaths: ['/users/me'],
  remedies: {
    ...ofBothLifetimes(
      atServer({
        do: 'shorten the lifetimes in the environment of Directus, where SESSION_COOKIE_TTL (1d unless set) has to stay below REFRESH_TOKEN_TTL',
        command: 'ACCESS_TOKEN_TTL=15m REFRESH_TOKEN_TTL=12h SESSION_COOKIE_TTL=11h',
      }),
    ),
  },
  constant: { mode: 'json' },
});

function hasErrorCode({ status, json }: ProbeResponse): boolean {
  const code = within(json, 'errors.0.extensions.code');
  return status >= 400 && typeof code === 'string';
}
