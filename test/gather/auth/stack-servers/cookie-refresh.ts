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
  return listenerOf(({ line, body, cookies, bearer }) => {
    switch (line) {
      case 'POST /auth/login':
        return jsonField(body, 'email') === user.username && jsonField(body, 'password') === user.password
          ? granted(sessions.begin())
          : json(401, { message: 'Invalid credentials' });
      case 'POST /auth/refresh': {
        const pair = sessions.rotate(cookies['refreshToken'] ?? '');
        return pair === null ? json(401, { message: 'Invalid refresh token' }) : granted(pair);
      }
      case 'POST /auth/logout':
        sessions.end(cookies['refreshToken'] ?? '');
        return { status: 204 };
      case 'GET /api/me':
        return sessions.isAccess(bearer) ? json(200, { id: 1 }) : json(401, {});
      default:
        return { status: 404, body: 'Cannot find it' };
    }
  });
}
