// oidc-provider with its in-memory store, and the password grant as a custom grant type.
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { errors, Provider } from 'oidc-provider';
import { account, logRefreshToken, QUICK_HASH, serve, watchBody } from '../shared/server.mjs';

const salt = randomBytes(16);
const hashOf = (password) => scryptSync(password, salt, 32, QUICK_HASH);
const stored = hashOf(account.password);
const isAccount = ({ username, password }) =>
  username === account.username && timingSafeEqual(stored, hashOf(String(password)));

const findAccount = (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, email: id }) });

/** Issues what the authorization code grant issues, for the user of this name and password. */
async function passwordGrant(ctx) {
  const { client, params, provider } = ctx.oidc;
  if (!isAccount(params)) throw new errors.InvalidGrant('wrong name or password');
  const accountId = params.username;
  const grant = new provider.Grant({ accountId, clientId: client.clientId });
  grant.addOIDCScope(params.scope);
  const grantId = await grant.save();
  const issued = { accountId, client, grantId, gty: 'password', scope: params.scope };
  const access = new provider.AccessToken(issued);
  const refresh = new provider.RefreshToken({ ...issued, rotations: 0 });
  ctx.oidc.entity('AccessToken', access);
  ctx.body = {
    access_token: await access.save(),
    refresh_token: await refresh.save(),
    token_type: access.tokenType,
    expires_in: access.expiration,
    scope: params.scope,
  };
}

function handlerFor(url) {
  const provider = new Provider(url, {
    clients: [
      {
        client_id: 'spa',
        token_endpoint_auth_method: 'none',
        grant_types: ['password', 'refresh_token'],
        response_types: [],
        redirect_uris: [],
      },
    ],
    extraClientMetadata: { properties: [] },
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    scopes: ['openid', 'offline_access'],
    findAccount,
    // The default rotates the tokens of public clients.
    ttl: { AccessToken: 900, RefreshToken: 12 * 3600, Grant: 12 * 3600, IdToken: 900 },
  });
  provider.registerGrantType('password', passwordGrant, ['username', 'password', 'scope']);
  const handle = provider.callback();
  return (request, response) => {
    if (request.url === '/token')
      watchBody(request, (body) => logRefreshToken(new URLSearchParams(body).get('refresh_token')));
    return handle(request, response);
  };
}

await serve(handlerFor);
