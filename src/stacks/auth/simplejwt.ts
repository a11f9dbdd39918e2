import type { AuthStack } from './contract.ts';
import { jsonStack } from './json-stack.ts';

/** djangorestframework-simplejwt with the routes of its own getting-started page; the reference server speaks the same. */
export const simplejwt: AuthStack = jsonStack({
  id: 'simplejwt',
  title: 'Django REST framework + SimpleJWT',
  login: { path: '/api/token/', usernameField: 'username', passwordField: 'password' },
  tokens: { access: 'access', refresh: 'refresh' },
  refresh: { path: '/api/token/refresh/', field: 'refresh' },
  logout: { path: '/api/token/blacklist/', field: 'refresh' },
  apiPaths: ['/api/me/', '/api/users/me/', '/api/user/', '/api/profile/'],
});
