import type { AuthStack } from './contract.ts';
import { grants, inDiscovery } from './discovery-marks.ts';
import { oauthStack } from './oauth-stack.ts';

/** Any server with a discovery document that grants tokens for a name and a password. */
export const oidc: AuthStack = oauthStack({
  id: 'oidc',
  title: 'an OpenID Connect or OAuth 2.0 server with a password grant',
  tested: 'real',
  client: 'public',
  // A list is optional. Its default has no password grant, yet servers that leave it out may have one.
  detection: inDiscovery(
    'names a token endpoint, and no list of grants without password',
    (document) => grants(document, 'password') !== false,
  ),
  grant: 'password',
  bind: { scope: 'openid' },
  scope: '{{bind.scope}}',
  tokenPath: '{{bind.token_path}}',
  revocationPath: '{{bind.revocation_path}}',
  apiPaths: ['{{bind.userinfo_path}}'],
  remedies: {},
});
