import { textAt } from '../../flows/import/document.ts';
import { atServer } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { inDiscovery } from './discovery-marks.ts';
import { oauthStack } from './oauth-stack.ts';

/** Spring Authorization Server. It has no password grant, so that the account is a client with its secret. */
export const springAuthorizationServer: AuthStack = oauthStack({
  id: 'spring-authorization-server',
  title: 'Spring Authorization Server',
  tested: 'documentation',
  client: 'none',
  detection: inDiscovery(
    'names /oauth2/token, /oauth2/jwks and /oauth2/introspect',
    (document, { token_path: path = '' }) =>
      path.endsWith('/oauth2/token') &&
      (textAt(document, 'jwks_uri') ?? '').endsWith('/oauth2/jwks') &&
      (textAt(document, 'introspection_endpoint') ?? '').endsWith('/oauth2/introspect'),
  ),
  grant: 'client_credentials',
  tokenPath: '{{bind.token_path}}',
  revocationPath: null,
  apiPaths: [],
  remedies: {
    'access-lifetime-too-long': atServer({
      do: 'shorten the lifetime in the token settings of the client',
      command: '.tokenSettings(TokenSettings.builder().accessTokenTimeToLive(Duration.ofMinutes(15)).build())',
    }),
  },
});
