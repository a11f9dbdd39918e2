import { json, jsonField, listenerOf, type Reply } from './contract.ts';
import { openSessions, user } from './sessions.ts';

/** The access token in JSON, the refresh token in an httpOnly cookie that only the auth routes get. */
export function cookieRefresh() {
  const sessions = openSessions();
  const granted = ({ access, refresh }: { readonly access: string; readonly refresh: string }): Reply =>
    json(
      200,
      { accessToken: access },
      { 'set-cookie': [`refreshToken=${refresh}; Path=/auth; HttpOnly; Max-Age=43200`] },
    );
  return listenerOf({
    'POST /auth/login': ({ body }) =>
      jsonField(body, 'email') === user.username && jsonField(body, 'password') === user.password
        ? granted(sessions.begin())
        : json(401, { message: 'Invalid credentials' }),
    'POST /auth/refresh': ({ cookies }) => {
      const pair = sessions.rotate(cookies['refreshToken'] ?? '');
      return pair === null ? json(401, { message: 'Invalid refresh token' }) : granted(pair);
    },
    'POST /auth/logout': ({ cookies }) => {
      sessions.end(cookies['refreshToken'] ?? '');
      return { status: 204 };
    },
    'GET /api/me': ({ bearer }) => (sessions.isAccess(bearer) ? json(200, { id: 1 }) : json(401, {})),
  });
}
