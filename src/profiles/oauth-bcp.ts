import type { Profile } from '../model/profile.ts';

/** A MUST of the RFC is high and a SHOULD medium. What the authorization endpoint has to do is listed, and not checked. */
export const oauthBcp: Profile = {
  id: 'oauth-bcp',
  title: 'what RFC 9700 requires of tokens (Best Current Practice for OAuth 2.0 Security)',
  about:
    'The requirements are those of RFC 9700 for an authorization server and its API. Several of them concern public clients alone. Those that no check shows are listed, so that the table is no proof of the whole RFC.',
  requirements: [
    {
      id: 'replay-detected',
      text: 'Refresh tokens of public clients are rotated, and a used one is refused (unless they are bound to their sender).',
      sources: ['RFC 9700 §2.2.2', 'RFC 9700 §4.14.2', 'OWASP ASVS 5.0 10.4.5'],
      checks: [
        { id: 'rotation-missing', severity: 'high' },
        { id: 'rotation-reuse-accepted', severity: 'high' },
        { id: 'concurrent-refresh-race', severity: 'high' },
      ],
    },
    {
      id: 'replay-revokes',
      text: 'The reuse of a refresh token revokes the active one.',
      sources: ['RFC 9700 §4.14.2', 'OWASP ASVS 5.0 10.4.5'],
      checks: [{ id: 'reuse-leaves-family-alive', severity: 'high' }],
    },
    {
      id: 'refresh-expires',
      text: 'Tokens state when they expire, so that an inactive client loses its refresh token.',
      sources: ['RFC 9700 §4.14.2', 'OWASP ASVS 5.0 10.4.8'],
      checks: [{ id: 'missing-expiry', severity: 'medium' }],
    },
    {
      id: 'no-token-in-url',
      text: 'Access tokens are not passed in the query of a URL.',
      sources: ['RFC 9700 §4.3.2', 'OWASP ASVS 5.0 14.2.1'],
      checks: [{ id: 'token-in-query-accepted', severity: 'high' }],
    },
    {
      id: 'audience',
      text: 'An API refuses access tokens that were made for another API.',
      sources: ['RFC 9700 §2.3', 'RFC 9700 §4.10.2', 'OWASP ASVS 5.0 10.3.1'],
      checks: [{ id: 'wrong-audience-accepted', severity: 'high' }],
    },
    {
      id: 'sender-constrained',
      text: 'Access tokens are bound to their sender, by mutual TLS or DPoP.',
      sources: ['RFC 9700 §2.2.1', 'RFC 9700 §4.10.1'],
      checks: [],
    },
    {
      id: 'exact-redirect',
      text: 'Redirection URIs are compared as exact strings.',
      sources: ['RFC 9700 §2.1', 'RFC 9700 §4.1.3'],
      checks: [],
    },
    { id: 'pkce', text: 'Authorization codes are bound with PKCE.', sources: ['RFC 9700 §2.1.1'], checks: [] },
    {
      id: 'no-password-grant',
      text: 'The grant of a name and a password is not used.',
      sources: ['RFC 9700 §2.4', 'OWASP ASVS 5.0 10.4.4'],
      checks: [],
    },
  ],
};
