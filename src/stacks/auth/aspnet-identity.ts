import { atServer } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { jsonStack } from './json-stack.ts';

/** ASP.NET Core `MapIdentityApi`: opaque tokens, no logout route for bearer tokens. */
export const aspnetIdentity: AuthStack = jsonStack({
  id: 'aspnet-identity',
  title: 'ASP.NET Core Identity endpoints',
  login: { path: '/login', usernameField: 'email', passwordField: 'password' },
  tokens: { access: 'accessToken', refresh: 'refreshToken' },
  refresh: { path: '/refresh', field: 'refreshToken' },
  logout: null,
  apiPaths: ['/manage/info'],
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
    'overlong-lifetime': atServer({
      do: 'shorten them (ASP.NET Core Identity endpoints)',
      command:
        'builder.Services.Configure<BearerTokenOptions>(IdentityConstants.BearerScheme, o => { o.BearerTokenExpiration = TimeSpan.FromMinutes(15); o.RefreshTokenExpiration = TimeSpan.FromHours(12); });',
    }),
  },
});
