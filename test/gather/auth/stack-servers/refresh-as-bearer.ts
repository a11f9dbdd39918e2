import { json, jsonField, listenerOf } from './contract.ts';
import { openSessions, user } from './sessions.ts';

/** Flask-JWT-Extended, with rotation and with a logout that takes both kinds of tokens. */
export function refreshAsBearer() {
  const sessions = openSessions();
  const named = ({ access, refresh }: { readonly access: string; readonly refresh: string }) =>
    json(200, { access_token: access, refresh_token: refresh });
  return listenerOf(({ line, body, headers, bearer }) => {
    const isMissing = headers.authorization === undefined;
    switch (line) {
      case 'POST /login':
        return jsonField(body, 'username') === user.username && jsonField(body, 'password') === user.password
          ? named(sessions.begin())
          : json(401, { msg: 'Bad username or password' });
      case 'POST /refresh': {
        if (isMissing) return json(401, { msg: 'Missing Authorization Header' });
        const pair = sessions.rotate(bearer);
        return pair === null ? json(401, { msg: 'Token has been revoked' }) : named(pair);
      }
      case 'DELETE /logout':
        return sessions.end(bearer)
          ? json(200, { msg: 'Token revoked' })
          : json(401, { msg: 'Token has been revoked' });
      case 'GET /protected':
        return sessions.isAccess(bearer) ? json(200, { id: 1 }) : json(401, { msg: 'Missing Authorization Header' });
      default:
        return { status: 404, body: '<h1>Not Found</h1>' };
    }
  });
}
