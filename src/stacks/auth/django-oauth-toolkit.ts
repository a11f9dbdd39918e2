import { textAt } from '../../flows/import/document.ts';
import { atServer, ofBothLifetimes } from '../remedy.ts';
import { djangoApiPaths, usualApiPaths } from './api-paths.ts';
import type { AuthStack } from './contract.ts';
import { postForm, type ProbeResponse } from './detection.ts';
import { all, mark } from './marks.ts';
import { oauthStack } from './oauth-stack.ts';

const OAUTH_ERROR = /^(?:invalid_request|invalid_client|invalid_grant|unauthorized_client|unsupported_grant_type)$/;

/** RFC 6749 §5.2 */
const isOAuthError = ({ status, json }: ProbeResponse): boolean =>
  (status === 400 || status === 401) && OAUTH_ERROR.test(textAt(json, 'error') ?? '');

/** django-oauth-toolkit below /o/, as in its tutorial, with a client of the type "resource owner password-based". */
export const djangoOauthToolkit: AuthStack = oauthStack({
  id: 'django-oauth-toolkit',
  title: 'Django OAuth Toolkit',
  tested: 'real',
  client: 'public',
  detection: all(
    mark(postForm('/o/token/'), 'is refused with an OAuth error', isOAuthError),
    mark(postForm('/o/revoke_token/'), 'is refused with an OAuth error', isOAuthError),
  ),
  grant: 'password',
  tokenPath: '/o/token/',
  revocationPath: '/o/revoke_token/',
  apiPaths: [...djangoApiPaths, ...usualApiPaths, '/o/userinfo/'],
  remedies: {
    'rotation-missing': atServer({
      do: 'rotate refresh tokens (Django OAuth Toolkit)',
      command: "OAUTH2_PROVIDER = {'ROTATE_REFRESH_TOKEN': True}",
    }),
    'rotation-reuse-accepted': atServer({
      do: 'accept no used refresh token, and end its session when it is used again',
      command: "OAUTH2_PROVIDER = {'REFRESH_TOKEN_GRACE_PERIOD_SECONDS': 0, 'REFRESH_TOKEN_REUSE_PROTECTION': True}",
    }),
    ...ofBothLifetimes(
      atServer({
        do: 'shorten the lifetimes (Django OAuth Toolkit)',
        command: "OAUTH2_PROVIDER = {'ACCESS_TOKEN_EXPIRE_SECONDS': 900, 'REFRESH_TOKEN_EXPIRE_SECONDS': 43200}",
      }),
    ),
  },
});
