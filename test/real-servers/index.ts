import type { RealServer } from './contract.ts';

/** The real servers, one folder each. */
export const realServers: readonly RealServer[] = [
  { id: 'simplejwt', title: 'Django REST with SimpleJWT', runtime: 'python', parts: ['django', 'gunicorn'] },
  {
    id: 'flask-jwt-extended',
    title: 'Flask-JWT-Extended, refresh token as bearer',
    runtime: 'python',
    parts: ['flask-jwt-extended', 'gunicorn'],
  },
  { id: 'express-cookie', title: 'Express with a rotated refresh token in an httpOnly cookie', runtime: 'node' },
  { id: 'fastify-json', title: 'Fastify with plain JSON tokens and no rotation', runtime: 'node' },
  { id: 'form-login', title: 'Express session with a form login that redirects', runtime: 'node' },
];
