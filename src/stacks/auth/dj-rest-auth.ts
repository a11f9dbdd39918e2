import type { AuthStack } from './contract.ts';
import { jsonStack } from './json-stack.ts';
import { simplejwtRemedies } from './simplejwt.ts';

/** dj-rest-auth with USE_JWT. Its refresh route and token settings are SimpleJWT's. */
export const djRestAuth: AuthStack = jsonStack({
  id: 'dj-rest-auth',
  title: 'dj-rest-auth with JWT',
  login: { path: '/dj-rest-auth/login/', usernameField: 'username', passwordField: 'password' },
  tokens: { access: 'access', refresh: 'refresh' },
  refresh: { path: '/dj-rest-auth/token/refresh/', field: 'refresh' },
  logout: { path: '/dj-rest-auth/logout/', field: 'refresh' },
  apiPaths: ['/dj-rest-auth/user/'],
  remedies: simplejwtRemedies('dj-rest-auth takes it from SimpleJWT'),
});
