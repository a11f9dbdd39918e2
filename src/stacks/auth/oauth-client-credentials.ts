import type { AuthStack } from './contract.ts';
import { grants, inDiscovery } from './discovery-marks.ts';
import { oauthStack } from './oauth-stack.ts';

/** Any server with a discovery document that grants tokens to clients and not for passwords. The account is a client. */
export const oauthClientCredentials: AuthStack = oauthStack({
  id: 'oauth-client-credentials',
  title: 'an OAuth 2.0 server with client credentials',
  tested: 'documentation',
  client: 'none',
  detection: inDiscovery(
    'lists the grant client_credentials, and not password',
    (document) => grants(document, 'client_credentials') === true && grants(document, 'password') === false,
  ),
  grant: 'client_credentials',
  tokenPath: '{{bind.token_path}}',
  revocationPath: null,
  apiPaths: [],
  remedies: {},
});
