import { field, json, listenerOf, type Read, type Reply } from './contract.ts';
import { openSessions, user } from './sessions.ts';

export const client = { id: 'web', secret: 's3cret' };

const issuer = 'http://localhost:3000';
const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`;

/** An OAuth server with discovery. `how` is the way in which it accepts the client's secret. */
export function oauthPassword(how: 'client_secret_basic' | 'client_secret_post') {
  const sessions = openSessions();
  const isClient = ({ headers, body }: Read): boolean =>
    how === 'client_secret_basic'
      ? headers.authorization === basic
      : field(body, 'client_id') === client.id && field(body, 'client_secret') === client.secret;
  const token = ({ body }: Read): Reply => {
    const grant = field(body, 'grant_type');
    const isUser = field(body, 'username') === user.username && field(body, 'password') === user.password;
    const pair =
      grant === 'refresh_token' ? sessions.rotate(field(body, 'refresh_token')) : isUser ? sessions.begin() : null;
    return pair === null
      ? json(400, { error: 'invalid_grant' })
      : json(200, { access_token: pair.access, refresh_token: pair.refresh, expires_in: 900, token_type: 'Bearer' });
  };
  const invalidClient = json(401, { error: 'invalid_client' });
  return listenerOf({
    'GET /.well-known/openid-configuration': () =>
      json(200, {
        issuer,
        token_endpoint: `${issuer}/connect/token`,
        revocation_endpoint: `${issuer}/connect/revoke`,
        userinfo_endpoint: `${issuer}/connect/userinfo`,
        grant_types_supported: ['password', 'refresh_token'],
        token_endpoint_auth_methods_supported: [how],
      }),
    'POST /connect/token': (read) => (isClient(read) ? token(read) : invalidClient),
    'POST /connect/revoke': (read) => {
      if (!isClient(read)) return invalidClient;
      sessions.end(field(read.body, 'token'));
      return { status: 200 };
    },
    'GET /connect/userinfo': ({ bearer }) => (sessions.isAccess(bearer) ? json(200, { sub: '1' }) : json(401, {})),
  });
}
