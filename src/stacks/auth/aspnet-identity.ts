import { at } from '../../flows/import/document.ts';
import { atServer, ofBothLifetimes } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { type Bind, get, postJson, type ProbeResponse } from './detection.ts';
import { jsonStack } from './json-stack.ts';
import { all, any, mark } from './marks.ts';
import { inOpenApi, pathOf } from './openapi-marks.ts';

/** ASP.NET Core `MapIdentityApi`: opaque tokens, no logout route for bearer tokens. */
export const aspnetIdentity: AuthStack = jsonStack({
  id: 'aspnet-identity',
  title: 'ASP.NET Core Identity endpoints',
  tested: 'documentation',
  detection: any(
    inOpenApi(
      ['/openapi/v1.json', '/swagger/v1/swagger.json'],
      'describes a login that answers AccessTokenResponse, and manage/info beside it',
      identityGroup,
    ),
    all(
      mark(postJson('/login'), 'is rejected in the manner of ASP.NET Core', isRejectedByAspNet),
      mark(postJson('/refresh'), 'is rejected in the manner of ASP.NET Core', isRejectedByAspNet),
      mark(get('/manage/info'), 'answers 401 with a Bearer challenge', isBearerChallenge),
    ),
  ),
  lifetime: { from: 'json:expiresIn', unit: 's' },
  bind: { identity_group: '' },
  login: { path: '{{bind.identity_group}}/login', usernameField: 'email', passwordField: 'password' },
  tokens: { access: 'accessToken', refresh: 'refreshToken' },
  refresh: { path: '{{bind.identity_group}}/refresh', field: 'refreshToken' },
  logout: null,
  apiPaths: ['{{bind.identity_group}}/manage/info'],
  remedies: {
    // The refresh route checks the expiry of the token and the user's security stamp. It keeps no record of tokens.
    'rotation-reuse-accepted': atServer(
      {
        do: 'issue refresh tokens from a store of your own that marks each as used: the Identity endpoints accept one until it expires',
        command: null,
      },
      {
        do: 'until then, revoke all refresh tokens of a user where one may be stolen: change the security stamp',
        command: 'await userManager.UpdateSecurityStampAsync(user);',
      },
    ),
    ...ofBothLifetimes(
      atServer({
        do: 'shorten the lifetimes (ASP.NET Core Identity endpoints)',
        command:
          'builder.Services.Configure<BearerTokenOptions>(IdentityConstants.BearerScheme, o => { o.BearerTokenExpiration = TimeSpan.FromMinutes(15); o.RefreshTokenExpiration = TimeSpan.FromHours(12); });',
      }),
    ),
  },
});

/** `app.MapGroup("/identity").MapIdentityApi<User>()` puts the routes below a path. */
function identityGroup(document: unknown): Bind | false {
  const login = pathOf(
    document,
    'post',
    (operation, path) => path.endsWith('/login') && JSON.stringify(operation).includes('AccessTokenResponse'),
  );
  if (login === null) return false;
  const group = login.slice(0, -'/login'.length);
  return at(at(document, 'paths'), `${group}/manage/info`) === undefined ? false : { identity_group: group };
}

/** An empty body lacks required members: 400. In development the response is a text with the exception. */
function isRejectedByAspNet({ status, headers, body }: ProbeResponse): boolean {
  if (status !== 400 && status !== 401) return false;
  const isProblem = /^application\/problem\+json/i.test(headers['content-type'] ?? '');
  return isProblem || /\bKestrel\b/.test(headers['server'] ?? '') || body.includes('Microsoft.AspNetCore.');
}

function isBearerChallenge({ status, headers }: ProbeResponse): boolean {
  return status === 401 && /^Bearer\b/.test(headers['www-authenticate'] ?? '');
}
