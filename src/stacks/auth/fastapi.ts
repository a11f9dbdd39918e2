import { at, entriesOf, textAt } from '../../flows/import/document.ts';
import { atServer } from '../remedy.ts';
import { usualApiPaths } from './api-paths.ts';
import type { AuthStack } from './contract.ts';
import { type Bind, postForm } from './detection.ts';
import { loginFlow, refreshFlow, tokens } from './flows.ts';
import { any, inShort, mark, missesInForm, within } from './marks.ts';
import { inOpenApi, pathOf } from './openapi-marks.ts';

/** The token route of FastAPI's tutorial, and those of its templates. */
const tokenPaths = [
  '/token',
  '/login',
  '/auth/token',
  '/auth/login',
  '/login/access-token',
  '/api/v1/login/access-token',
];

const lifetime = { from: 'json:expires_in', unit: 's' } as const;
const capture = tokens({ access: 'json:access_token', refresh: 'json:refresh_token', lifetime });

/** FastAPI with `OAuth2PasswordRequestForm`. A refresh is the application's own, and used where OpenAPI shows it. */
export const fastapi: AuthStack = {
  id: 'fastapi',
  title: 'FastAPI with OAuth2PasswordRequestForm',
  tested: 'documentation',
  client: 'none',
  detection: any(
    inOpenApi(
      ['/openapi.json', '/api/v1/openapi.json', '/api/openapi.json'],
      'describes an OAuth2 password flow with a token route of its own',
      routesOf,
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
  lifetime,
  login: loginFlow({
    id: 'token',
    method: 'POST',
    path: '{{bind.token_path}}',
    body: { form: { grant_type: 'password', username: '{{username}}', password: '{{password}}' } },
    capture,
  }),
  refresh: refreshFlow({
    id: 'refresh',
    method: 'POST',
    path: '{{bind.refresh_path}}',
    body: { json: { refresh_token: '{{session.refresh}}' } },
    capture,
  }),
  logout: null,
  apiPaths: [
    '{{bind.user_path}}',
    '/users/me',
    '/users/me/',
    '/api/v1/users/me',
    ...usualApiPaths.filter((path) => path !== '/users/me'),
  ],
  remedies: {
    'access-lifetime-too-long': atServer({
      do: 'shorten the `exp` of access tokens, which the tutorial computes from this constant',
      command: 'ACCESS_TOKEN_EXPIRE_MINUTES = 15',
    }),
  },
};

/** The form route of a `tokenUrl`, and the routes of the session in the same document. */
function routesOf(document: unknown): Bind | false {
  const token = tokenPath(document);
  if (token === null) return false;
  const refresh = pathOf(
    document,
    'post',
    (operation, path) => /refresh/i.test(path) && takesRefreshToken(document, operation),
  );
  const user = pathOf(document, 'get', (_operation, path) => /\/me\/?$/.test(path));
  return {
    token_path: token,
    ...(refresh === null ? {} : { refresh_path: refresh }),
    ...(user === null ? {} : { user_path: user }),
  };
}

/** A `tokenUrl` is relative to the document, and often without the prefix of its router. */
function tokenPath(document: unknown): string | null {
  for (const scheme of Object.values(entriesOf(within(document, 'components.securitySchemes')))) {
    const tokenUrl = textAt(within(scheme, 'flows.password'), 'tokenUrl');
    if (textAt(scheme, 'type') !== 'oauth2' || tokenUrl === null) continue;
    const path = `/${tokenUrl.replace(/^(?:\.?\/)+/, '')}`;
    const found = pathOf(document, 'post', (operation, each) => each.endsWith(path) && takesForm(operation));
    if (found !== null) return found;
  }
  return null;
}

const takesForm = (operation: unknown): boolean =>
  at(within(operation, 'requestBody.content'), 'application/x-www-form-urlencoded') !== undefined;

function takesRefreshToken(document: unknown, operation: unknown): boolean {
  const schema = within(operation, 'requestBody.content.application/json.schema');
  const name = (textAt(schema, '$ref') ?? '').replace('#/components/schemas/', '');
  const resolved = name === '' ? schema : at(within(document, 'components.schemas'), name);
  return within(resolved, 'properties.refresh_token') !== undefined;
}
