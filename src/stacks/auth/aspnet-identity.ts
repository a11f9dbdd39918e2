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
});
