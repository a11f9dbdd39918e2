import type { RealServer } from './contract.ts';

/** The real servers, one folder each. */
export const realServers: readonly RealServer[] = [
  { id: 'simplejwt', title: 'Django REST with SimpleJWT', runtime: 'python', parts: ['django', 'gunicorn'] },
  {
    id: 'django-oauth-toolkit',
    title: 'Django OAuth Toolkit, password grant of a public client',
    runtime: 'python',
    parts: ['django-oauth-toolkit', 'gunicorn'],
  },
  {
    id: 'django-session',
    title: 'Django session login with a CSRF form',
    runtime: 'python',
    parts: ['django', 'gunicorn'],
  },
  {
    id: 'flask-jwt-extended',
    title: 'Flask-JWT-Extended, refresh token as bearer',
    runtime: 'python',
    parts: ['flask-jwt-extended', 'gunicorn'],
  },
  { id: 'oidc-provider', title: 'oidc-provider, public client with rotation', runtime: 'node' },
  { id: 'better-auth', title: 'better-auth with the JWT plugin', runtime: 'node' },
  { id: 'express-cookie', title: 'Express with a rotated refresh token in an httpOnly cookie', runtime: 'node' },
  { id: 'fastify-json', title: 'Fastify with plain JSON tokens and no rotation', runtime: 'node' },
  { id: 'form-login', title: 'Express session with a form login that redirects', runtime: 'node' },
];
