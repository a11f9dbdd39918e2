import { at, listAt, textAt } from '../../flows/import/document.ts';
import { type Bind, type DetectionRule, get, getBelowUrl, type Probe } from './detection.ts';
import { CLIENT_AUTH } from './fit.ts';
import { any, inShort, mark } from './marks.ts';

/** Where a server describes its endpoints (OpenID Connect Discovery 1.0 §4, RFC 8414 §3). */
const discoveryProbes: readonly Probe[] = [
  getBelowUrl('/.well-known/openid-configuration'),
  get('/.well-known/openid-configuration'),
  get('/.well-known/oauth-authorization-server'),
];

/** The endpoints that flows use, by the name in `bind`, and the key of the document. */
const endpoints = {
  token_path: 'token_endpoint',
  userinfo_path: 'userinfo_endpoint',
  revocation_path: 'revocation_endpoint',
} as const;

/**
 * A mark in a discovery document that names a token endpoint of its own issuer. Its endpoints are bound as paths.
 * @param text what the document shows.
 */
export const inDiscovery = (
  text: string,
  see: (document: unknown, bind: Bind) => boolean,
  probes: readonly Probe[] = discoveryProbes,
): DetectionRule =>
  inShort(
    `the discovery document ${text}`,
    any(
      ...probes.map((probe) =>
        mark(probe, text, ({ status, json }) => {
          const bind = status === 200 ? endpointsIn(json) : null;
          return bind !== null && see(json, bind) ? bind : false;
        }),
      ),
    ),
  );

/** Null for a document without a token endpoint of the issuer's origin. */
function endpointsIn(document: unknown): Bind | null {
  const issuer = urlIn(document, 'issuer');
  if (issuer === null) return null;
  const bind: Record<string, string> = {};
  for (const [name, key] of Object.entries(endpoints)) {
    const url = urlIn(document, key);
    if (url !== null && url.origin === issuer.origin) bind[name] = `${url.pathname}${url.search}`;
  }
  if (bind['token_path'] === undefined) return null;
  const scope = scopeIn(listAt(document, 'scopes_supported'));
  if (scope !== null) bind['scope'] = encodeURIComponent(scope);
  const methods = listAt(document, 'token_endpoint_auth_methods_supported');
  const isPostOnly = methods.includes('client_secret_post') && !methods.includes('client_secret_basic');
  return isPostOnly ? { ...bind, [CLIENT_AUTH]: 'client_secret_post' } : bind;
}

/** Without `offline_access` many servers issue no refresh token (OpenID Connect Core 1.0 §11). Null where none is listed. */
function scopeIn(listed: readonly unknown[]): string | null {
  if (listed.length === 0) return null;
  return ['openid', 'offline_access'].filter((scope) => listed.includes(scope)).join(' ');
}

function urlIn(document: unknown, key: string): URL | null {
  const text = textAt(document, key) ?? '';
  return /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : null;
}

/** Whether the server grants tokens in this way; null where the document does not say. */
export function grants(document: unknown, grant: string): boolean | null {
  const types = at(document, 'grant_types_supported');
  return Array.isArray(types) ? types.includes(grant) : null;
}
