import { json, jsonField, listenerOf } from './contract.ts';
import { openSessions, user } from './sessions.ts';

const missing = json(401, { msg: 'Missing Authorization Header' });
const revoked = json(401, { msg: 'Token has been revoked' });

/** Flask-JWT-Extended, with rotation and with a logout that takes both kinds of tokens. */
export function refreshAsBearer() {
  const sessions = openSessions();
  const granted = ({ access, refresh }: { readonly access: string; readonly refresh: string }) =>
    json(200, { access_token: access, refresh_token: refresh });
  return listenerOf({
    'POST /login': ({ body }) =>
      jsonField(body, 'username') === user.username && jsonField(body, 'password') === user.password
        ? granted(sessions.begin())
        : json(401, { msg: 'Bad username or password' }),
    'POST /refresh': ({ headers, bearer }) => {
      if (headers.authorization === undefined) return missing;
      const pair = sessions.rotate(bearer);
      return pair === null ? revoked : granted(pair);
    },
    'DELETE /logout': ({ bearer }) => (sessions.end(bearer) ? json(200, { msg: 'Token revoked' }) : revoked),
    'GET /protected': ({ bearer }) => (sessions.isAccess(bearer) ? json(200, { id: 1 }) : missing),
  });
}
