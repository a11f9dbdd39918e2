import { html, json, type Shown, type ShownServer } from './contract.ts';

const djangoNotFound = () => html(404, '<!doctype html><html lang="en"><head><title>Not Found</title></head></html>');

/** django-oauth-toolkit 2 and 3: oauthlib/oauth2/rfc6749/endpoints/token.py and revocation.py. */
export const djangoOauthToolkit: ShownServer = {
  stack: 'django-oauth-toolkit',
  title: 'Django OAuth Toolkit',
  routes: {
    'POST form /o/token/': json(400, { error: 'unsupported_grant_type' }),
    'POST /o/token/': json(400, { error: 'unsupported_grant_type' }),
    'POST form /o/revoke_token/': json(401, { error: 'invalid_client' }),
    'GET /o/token/': { status: 405 },
  },
  otherwise: djangoNotFound,
};

/** Keycloak 26: services/src/main/java/org/keycloak/protocol/oidc/OIDCWellKnownProvider.java. */
const realm = (name: string): Shown => {
  const issuer = `http://localhost:8080/realms/${name}`;
  const protocol = `${issuer}/protocol/openid-connect`;
  return json(200, {
    issuer,
    authorization_endpoint: `${protocol}/auth`,
    token_endpoint: `${protocol}/token`,
    introspection_endpoint: `${protocol}/token/introspect`,
    userinfo_endpoint: `${protocol}/userinfo`,
    end_session_endpoint: `${protocol}/logout`,
    jwks_uri: `${protocol}/certs`,
    revocation_endpoint: `${protocol}/revoke`,
    grant_types_supported: ['authorization_code', 'client_credentials', 'implicit', 'password', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic', 'client_secret_post'],
  });
};

export const keycloak: ShownServer = {
  stack: 'keycloak',
  title: 'Keycloak',
  routes: { 'GET /realms/master/.well-known/openid-configuration': realm('master') },
  otherwise: () => json(404, { error: 'Unable to find matching target resource method' }),
};

/** The URL of the target names the realm. */
export const keycloakRealm: ShownServer = {
  ...keycloak,
  title: 'Keycloak, by the URL of a realm',
  urlPath: '/realms/dev/',
  alsoShows: ['oidc'],
  bind: {
    token_path: '/realms/dev/protocol/openid-connect/token',
    userinfo_path: '/realms/dev/protocol/openid-connect/userinfo',
    revocation_path: '/realms/dev/protocol/openid-connect/revoke',
  },
  routes: { ...keycloak.routes, 'GET /realms/dev/.well-known/openid-configuration': realm('dev') },
};

/** Spring Authorization Server 1.5: OidcProviderConfigurationEndpointFilter.java. */
export const springAuthorizationServer: ShownServer = {
  stack: 'spring-authorization-server',
  title: 'Spring Authorization Server',
  alsoShows: ['oauth-client-credentials'],
  routes: {
    'GET /.well-known/openid-configuration': json(200, {
      issuer: 'http://localhost:9000',
      authorization_endpoint: 'http://localhost:9000/oauth2/authorize',
      token_endpoint: 'http://localhost:9000/oauth2/token',
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'client_secret_jwt'],
      jwks_uri: 'http://localhost:9000/oauth2/jwks',
      userinfo_endpoint: 'http://localhost:9000/userinfo',
      grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
      revocation_endpoint: 'http://localhost:9000/oauth2/revoke',
      introspection_endpoint: 'http://localhost:9000/oauth2/introspect',
    }),
  },
  // Spring Security sends requests without a session to its own login page.
  otherwise: ({ headers }) =>
    (headers['accept'] ?? '').includes('html')
      ? { status: 302, headers: { location: 'http://localhost:9000/login' } }
      : { status: 401, headers: { 'www-authenticate': 'Bearer' } },
};

/** The document of OpenID Connect Discovery 1.0 §4.2, with a password grant. */
export const oidc: ShownServer = {
  stack: 'oidc',
  title: 'an OpenID Connect server with a password grant',
  bind: {
    token_path: '/connect/token',
    userinfo_path: '/connect/userinfo',
    revocation_path: '/connect/revocation',
  },
  routes: {
    'GET /.well-known/openid-configuration': json(200, {
      issuer: 'http://localhost:3000',
      authorization_endpoint: 'http://localhost:3000/connect/authorize',
      token_endpoint: 'http://localhost:3000/connect/token',
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
      userinfo_endpoint: 'http://localhost:3000/connect/userinfo',
      revocation_endpoint: 'http://localhost:3000/connect/revocation',
      jwks_uri: 'http://localhost:3000/jwks.json',
      grant_types_supported: ['authorization_code', 'refresh_token', 'password'],
    }),
  },
  otherwise: () => ({ status: 404 }),
};

/** oidc-provider 9 with its feature `clientCredentials`: lib/actions/discovery.js. */
export const clientCredentials: ShownServer = {
  stack: 'oauth-client-credentials',
  title: 'oidc-provider with client credentials',
  bind: { token_path: '/token', userinfo_path: '/me' },
  routes: {
    'GET /.well-known/openid-configuration': json(200, {
      issuer: 'http://localhost:3000',
      authorization_endpoint: 'http://localhost:3000/auth',
      token_endpoint: 'http://localhost:3000/token',
      userinfo_endpoint: 'http://localhost:3000/me',
      jwks_uri: 'http://localhost:3000/jwks',
      grant_types_supported: ['implicit', 'authorization_code', 'refresh_token', 'client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    }),
    'POST form /token': json(400, {
      error: 'invalid_request',
      error_description: 'no client authentication mechanism provided',
    }),
  },
  otherwise: () =>
    json(404, { error: 'invalid_request', error_description: 'unrecognized route or not allowed method' }),
};
