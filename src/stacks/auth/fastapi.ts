import { at, entriesOf, textAt } from '../../flows/import/document.ts';
import { atServer } from '../remedy.ts';
import { usualApiPaths } from './api-paths.ts';
import type { AuthStack } from './contract.ts';
import { type Bind, postForm } from './detection.ts';
import { loginFlow, tokens } from './flows.ts';
import { any, inShort, mark, missesInForm } from './marks.ts';
import { inOpenApi } from './openapi-marks.ts';

/** The token route of FastAPI's tutorial, and those of its templates. */
const tokenPaths = [
  '/token',
  '/login',
  '/auth/token',
  '/auth/login',
  '/login/access-token',
  '/api/v1/login/access-token',
];

/** FastAPI with `OAuth2PasswordRequestForm`. It has no refresh token, and a login posts a form. */
export const fastapi: AuthStack = {
  id: 'fastapi',
  title: 'FastAPI with OAuth2PasswordRequestForm',
  tested: 'documentation',
  client: 'none',
  detection: any(
    inOpenApi(
      ['/openapi.json', '/api/v1/openapi.json', '/api/openapi.json'],
      'describes an OAuth2 password flow with a token route of its own',
      tokenPath,
    ),
    inShort(
      `an empty form to ${tokenPaths.join(', ')} misses username and password in the body`,
      any(
        ...tokenPaths.map((path) =>
          mark(postForm(path), 'misses username and password in the body', (response) =>
            missesInForm(response) ? { token_path: path } : false,
          ),
        ),
      ),
    ),
  ),
  bind: { token_path: '/token' },
  login: loginFlow({
    id: 'token',
    method: 'POST',
    path: '{{bind.token_path}}',
    body: { form: { grant_type: 'password', username: '{{username}}', password: '{{password}}' } },
    capture: tokens({ access: 'json:access_token' }),
  }),
  refresh: null,
  logout: null,
  apiPaths: ['/users/me', '/users/me/', '/api/v1/users/me', ...usualApiPaths.filter((path) => path !== '/users/me')],
  remedies: {
    'overlong-lifetime': atServer({
      do: 'shorten the `exp` of access tokens, which the tutorial computes from this constant',
      command: 'ACCESS_TOKEN_EXPIRE_MINUTES = 15',
    }),
  },
};

/** The `tokenUrl` of a security scheme, where it is a form route of the same document. */
function tokenPath(document: unknown): Bind | false {
  const schemes = Object.values(entriesOf(at(at(document, 'components'), 'securitySchemes')));
  for (const scheme of schemes) {
    const tokenUrl = textAt(at(at(scheme, 'flows'), 'password'), 'tokenUrl');
    if (textAt(scheme, 'type') !== 'oauth2' || tokenUrl === null) continue;
    const path = tokenUrl.startsWith('/') ? tokenUrl : `/${tokenUrl}`;
    const content = at(at(at(at(at(document, 'paths'), path), 'post'), 'requestBody'), 'content');
    if (at(content, 'application/x-www-form-urlencoded') !== undefined) return { token_path: path };
  }
  return false;
}
