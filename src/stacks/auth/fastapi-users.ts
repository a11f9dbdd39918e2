import { textAt } from '../../flows/import/document.ts';
import { atServer } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { type Bind, postForm } from './detection.ts';
import { loginFlow, logoutFlow, tokens } from './flows.ts';
import { any, mark, missesInForm } from './marks.ts';
import { inOpenApi, pathOf } from './openapi-marks.ts';

/** FastAPI Users with a bearer transport. It has no refresh token. */
export const fastapiUsers: AuthStack = {
  id: 'fastapi-users',
  title: 'FastAPI Users',
  tested: 'documentation',
  client: 'none',
  detection: any(
    inOpenApi(
      ['/openapi.json', '/api/v1/openapi.json', '/api/openapi.json'],
      'has a login with the error LOGIN_BAD_CREDENTIALS',
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
    'access-lifetime-too-long': atServer({
      do: 'shorten the lifetime in the strategy of the authentication backend',
      command: 'JWTStrategy(SECRET, lifetime_seconds=900)',
    }),
  },
};

/** FastAPI names the operations `auth_jwt_login_…` and `users_current_user_…`; an application may keep the dots. */
function routesOf(document: unknown): Bind | false {
  const login = pathOf(
    document,
    'post',
    (operation, path) => path.endsWith('/login') && JSON.stringify(operation).includes('LOGIN_BAD_CREDENTIALS'),
  );
  if (login === null) return false;
  const logoutPath = `${login.slice(0, -'/login'.length)}/logout`;
  const logout = pathOf(document, 'post', (_operation, path) => path === logoutPath);
  const user = pathOf(document, 'get', (operation) =>
    /^users[_:]current_user/.test(textAt(operation, 'operationId') ?? ''),
  );
  return {
    login_path: login,
    ...(logout === null ? {} : { logout_path: logout }),
    ...(user === null ? {} : { user_path: user }),
  };
}
