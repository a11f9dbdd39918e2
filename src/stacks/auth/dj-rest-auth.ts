import type { AuthStack } from './contract.ts';
import { postJson } from './detection.ts';
import { jsonStack } from './json-stack.ts';
import { all, mark, namesFields, within } from './marks.ts';
import { simplejwtRemedies } from './simplejwt.ts';

/** dj-rest-auth with USE_JWT. Its refresh route and token settings are SimpleJWT's. */
export const djRestAuth: AuthStack = jsonStack({
  id: 'dj-rest-auth',
  title: 'dj-rest-auth with JWT',
  tested: 'documentation',
  // Its login requires the password alone: the name may be a user name or an e-mail address. Without USE_JWT there is no
  // refresh route.
  detection: all(
    mark(postJson('/dj-rest-auth/login/'), 'names the field password', (response) => namesFields(response, 'password')),
    mark(
      postJson('/dj-rest-auth/token/refresh/'),
      'names the field refresh, or refuses with the code token_not_valid',
      (response) => namesFields(response, 'refresh') || within(response.json, 'code') === 'token_not_valid',
    ),
  ),
  login: { path: '/dj-rest-auth/login/', usernameField: 'username', passwordField: 'password' },
  tokens: { access: 'access', refresh: 'refresh' },
  refresh: { path: '/dj-rest-auth/token/refresh/', field: 'refresh' },
  logout: { path: '/dj-rest-auth/logout/', field: 'refresh' },
  apiPaths: ['/dj-rest-auth/user/'],
  remedies: simplejwtRemedies('dj-rest-auth takes it from SimpleJWT'),
});
