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
];
