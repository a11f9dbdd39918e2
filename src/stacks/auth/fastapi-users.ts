import { at, entriesOf, textAt } from '../../flows/import/document.ts';
import { atServer } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { type Bind, postForm } from './detection.ts';
import { loginFlow, logoutFlow, tokens } from './flows.ts';
import { any, mark, missesInForm } from './marks.ts';
import { inOpenApi, postPath } from './openapi-marks.ts';

/** FastAPI Users with a bearer transport. It has no refresh token. */
export const fastapiUsers: AuthStack = {
  id: 'fastapi-users',
  title: 'FastAPI Users',
  tested: 'documentation',
  client: 'none',
  detection: any(
    inOpenApi(
      ['/openapi.json', '/api/v1/openapi.json', '/api/openapi.json'],
      'has an operation auth:BACKEND.login',
      routesOf,
    ),
    mark(postForm('/auth/jwt/login'), 'misses username and password in the body', missesInForm),
  ),
  bind: { login_path: '/auth/jwt/login', logout_path: '/auth/jwt/logout', user_path: '/users/me' },
  login: loginFlow({
    id: 'login',
    method: 'POST',
    path: '{{bind.login_path}}',
    body: { form: { username: '{{username}}', password: '{{password}}' } },
    capture: tokens({ access: 'json:access_token' }),
  }),
  refresh: null,
  logout: logoutFlow({ id: 'logout', method: 'POST', path: '{{bind.logout_path}}' }),
  apiPaths: ['{{bind.user_path}}'],
  remedies: {
    'overlong-lifetime': atServer({
      do: 'shorten them in the strategy of the authentication backend',
      command: 'JWTStrategy(secret=SECRET, lifetime_seconds=900)',
    }),
  },
};

/** The operations of the library are named `auth:BACKEND.login`, `auth:BACKEND.logout` and `users:current_user`. */
function routesOf(document: unknown): Bind | false {
  const login = postPath(document, (operation) => /^auth:.+\.login$/.test(textAt(operation, 'operationId') ?? ''));
  if (login === null) return false;
  const logout = postPath(document, (operation) => /^auth:.+\.logout$/.test(textAt(operation, 'operationId') ?? ''));
  const user = Object.entries(entriesOf(at(document, 'paths'))).find(
    ([path, item]) => path.startsWith('/') && textAt(at(item, 'get'), 'operationId') === 'users:current_user',
  );
  return {
    login_path: login,
    ...(logout === null ? {} : { logout_path: logout }),
    ...(user === undefined ? {} : { user_path: user[0] }),
  };
}
