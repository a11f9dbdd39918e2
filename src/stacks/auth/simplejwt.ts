import { atServer, type Remedies, ofBothLifetimes } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { postJson } from './detection.ts';
import { jsonStack } from './json-stack.ts';
import { all, mark, namesFields } from './marks.ts';

/** The settings of djangorestframework-simplejwt. `settings` is their name in the texts, like "SimpleJWT". */
export const simplejwtRemedies = (settings: string): Remedies => ({
  'rotation-missing': atServer({
    do: `rotate refresh tokens (${settings})`,
    command: "SIMPLE_JWT = {'ROTATE_REFRESH_TOKENS': True}",
  }),
  'rotation-reuse-accepted': atServer({
    do: `blacklist a refresh token when it is rotated (${settings}, with the token_blacklist app installed and migrated)`,
    command: "SIMPLE_JWT = {'BLACKLIST_AFTER_ROTATION': True}",
  }),
  // Without the app the logout routes answer 200 too and revoke nothing.
  'logout-leaves-refresh-alive': atServer(
    {
      do: `install the app that keeps revoked refresh tokens (${settings})`,
      command: "INSTALLED_APPS += ['rest_framework_simplejwt.token_blacklist']",
    },
    { do: 'create its tables', command: 'python manage.py migrate' },
  ),
  'cacheable-token-response': atServer({
    do: `forbid to store the responses of the token views, in urls.py (${settings})`,
    command: "path('api/token/', never_cache(TokenObtainPairView.as_view()))",
  }),
  ...ofBothLifetimes(
    atServer({
      do: `shorten the lifetimes (${settings})`,
      command:
        "SIMPLE_JWT = {'ACCESS_TOKEN_LIFETIME': timedelta(minutes=15), 'REFRESH_TOKEN_LIFETIME': timedelta(hours=12)}",
    }),
  ),
});

/** djangorestframework-simplejwt with the routes of its getting-started page. The reference server has the same routes. */
export const simplejwt: AuthStack = jsonStack({
  id: 'simplejwt',
  title: 'Django REST framework + SimpleJWT',
  tested: 'real',
  // The token route of Django REST framework itself names the same fields and has no refresh route.
  detection: all(
    mark(postJson('/api/token/'), 'names the fields username and password', (response) =>
      namesFields(response, 'username', 'password'),
    ),
    mark(postJson('/api/token/refresh/'), 'names the field refresh', (response) => namesFields(response, 'refresh')),
  ),
  login: { path: '/api/token/', usernameField: 'username', passwordField: 'password' },
  tokens: { access: 'access', refresh: 'refresh' },
  refresh: { path: '/api/token/refresh/', field: 'refresh' },
  logout: { path: '/api/token/blacklist/', field: 'refresh' },
  apiPaths: ['/api/me/', '/api/users/me/', '/api/user/', '/api/profile/'],
  remedies: simplejwtRemedies('SimpleJWT'),
});
