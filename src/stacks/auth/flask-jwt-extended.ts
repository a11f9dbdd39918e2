import { textAt } from '../../flows/import/document.ts';
import { atServer, ofBothLifetimes } from '../remedy.ts';
import { usualApiPaths } from './api-paths.ts';
import type { AuthStack } from './contract.ts';
import { type DetectionRule, postJson, type ProbeResponse } from './detection.ts';
import { loginFlow, logoutFlow, refreshFlow, tokens } from './flows.ts';
import { all, any, inShort, mark } from './marks.ts';

/** Where applications mount the routes of the documentation's examples. */
const groups = ['', '/auth', '/api', '/api/auth'] as const;

const groupRule = (group: string): DetectionRule =>
  all(
    mark(postJson(`${group}/refresh`), 'is refused with msg "Missing Authorization Header"', missesToken),
    mark(postJson(`${group}/login`), 'is refused', ({ status }) =>
      REFUSED.has(status) ? { jwt_group: group } : false,
    ),
  );

/** 500 is the answer of an application that reads a field which is missing. */
const REFUSED = new Set([400, 401, 422, 500]);

const capture = tokens({ access: 'json:access_token', refresh: 'json:refresh_token' });

/** Flask-JWT-Extended: the refresh token is presented as a bearer. */
export const flaskJwtExtended: AuthStack = {
  id: 'flask-jwt-extended',
  title: 'Flask-JWT-Extended',
  tested: 'real',
  client: 'none',
  detection: inShort(
    'POST /refresh is refused with msg "Missing Authorization Header", and POST /login beside it is refused',
    any(...groups.map(groupRule)),
  ),
  bind: { jwt_group: '' },
  login: loginFlow({
    id: 'login',
    method: 'POST',
    path: '{{bind.jwt_group}}/login',
    // The documentation's examples read `username`, many applications `email`.
    body: { json: { username: '{{username}}', email: '{{username}}', password: '{{password}}' } },
    capture,
  }),
  refresh: refreshFlow({
    id: 'refresh',
    method: 'POST',
    path: '{{bind.jwt_group}}/refresh',
    present: 'refresh-bearer',
    capture,
  }),
  // A route of the documentation revokes the token that it is shown, either both kinds or one of them.
  logout: logoutFlow(
    { id: 'access', method: 'DELETE', path: '{{bind.jwt_group}}/logout' },
    {
      id: 'refresh',
      method: 'DELETE',
      path: '{{bind.jwt_group}}/logout',
      present: 'refresh-bearer',
      expect: { status: [200, 204, 401, 422] },
    },
  ),
  apiPaths: ['/protected', ...usualApiPaths],
  remedies: {
    'rotation-missing': atServer({
      do: 'return a refresh token from the refresh route too, and put the `jti` of the presented one into the blocklist',
      command: "return {'access_token': access_token, 'refresh_token': create_refresh_token(identity=identity)}",
    }),
    'rotation-reuse-accepted': blocklist(),
    'logout-leaves-refresh-alive': blocklist(),
    ...ofBothLifetimes(
      atServer({
        do: 'shorten the lifetimes (Flask-JWT-Extended)',
        command:
          'app.config.update(JWT_ACCESS_TOKEN_EXPIRES=timedelta(minutes=15), JWT_REFRESH_TOKEN_EXPIRES=timedelta(hours=12))',
      }),
    ),
  },
};

/** The message names the places where tokens are looked for: headers alone, or headers and cookies. */
function missesToken({ status, json }: ProbeResponse): boolean {
  return status === 401 && /^Missing (?:Authorization Header|JWT in )/.test(textAt(json, 'msg') ?? '');
}

function blocklist() {
  return atServer({
    do: 'keep the `jti` of ended tokens, and look for it in a blocklist loader',
    command: '@jwt.token_in_blocklist_loader',
  });
}
