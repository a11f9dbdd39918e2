import { textAt } from '../../flows/import/document.ts';
import { atServer, ofBothLifetimes } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { get, getBelowUrl } from './detection.ts';
import { inDiscovery } from './discovery-marks.ts';
import { oauthStack } from './oauth-stack.ts';

/**
 * Keycloak. The realm is that of the URL, like http://localhost:8080/realms/dev, else `master`. Without a client of the
 * user's own the flows use `admin-cli`, the public client for password grants that each realm has.
 */
export const keycloak: AuthStack = oauthStack({
  id: 'keycloak',
  title: 'Keycloak',
  tested: 'documentation',
  client: 'none',
  detection: inDiscovery(
    'names an issuer at /realms/NAME and its protocol/openid-connect/token',
    (document, { token_path: path = '' }) =>
      /\/realms\/[^/]+$/.test(textAt(document, 'issuer') ?? '') && path.endsWith('/protocol/openid-connect/token'),
    [
      getBelowUrl('/.well-known/openid-configuration'),
      get('/realms/master/.well-known/openid-configuration'),
      get('/auth/realms/master/.well-known/openid-configuration'),
    ],
  ),
  bind: { client_id: 'admin-cli' },
  grant: 'password',
  scope: 'openid',
  tokenPath: '{{bind.token_path}}',
  revocationPath: '{{bind.revocation_path}}',
  apiPaths: ['{{bind.userinfo_path}}'],
  remedies: {
    'rotation-missing': atServer({
      do: 'turn on "Revoke Refresh Token" in the realm settings, tab Tokens',
      command: 'kcadm.sh update realms/REALM -s revokeRefreshToken=true -s refreshTokenMaxReuse=0',
    }),
    'rotation-reuse-accepted': atServer({
      do: 'set "Refresh Token Max Reuse" to 0 in the realm settings, tab Tokens',
      command: 'kcadm.sh update realms/REALM -s refreshTokenMaxReuse=0',
    }),
    ...ofBothLifetimes(
      atServer({
        do: 'shorten the lifetimes in the realm settings, where SSO Session Idle and SSO Session Max end the refresh tokens',
        command:
          'kcadm.sh update realms/REALM -s accessTokenLifespan=900 -s ssoSessionIdleTimeout=1800 -s ssoSessionMaxLifespan=43200',
      }),
    ),
  },
});
