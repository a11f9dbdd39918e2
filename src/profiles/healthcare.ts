import type { Profile } from '../model/profile.ts';

const MINUTE_S = 60;
const HOUR_S = 3_600;

/**
 * A token policy for systems with health data. 45 CFR 164.312 states goals and no numbers; the numbers are those of NIST
 * SP 800-63B §7.2 for level AAL3.
 */
export const healthcare: Profile = {
  id: 'healthcare',
  title: 'a token policy for systems with health data (45 CFR 164.312)',
  about:
    'The requirements support paragraphs of 45 CFR 164.312 (the technical safeguards of HIPAA). To meet them is no proof of compliance with HIPAA: the rule also asks for risk analysis, policies, training and contracts, and this table shows single exchanges with one server. The paragraphs state no numbers; 15 minutes and 12 hours are those of NIST SP 800-63B for level AAL3.',
  requirements: [
    {
      id: 'short-access',
      text: 'An access token ends, after 15 minutes at most.',
      sources: ['45 CFR 164.312(a)(2)(iii)', 'OWASP ASVS 5.0 7.3.1', 'OWASP ASVS 5.0 9.2.1', 'NIST SP 800-63B §7.2'],
      checks: [
        { id: 'access-lifetime-too-long', severity: 'high' },
        { id: 'missing-expiry', severity: 'high' },
      ],
      limits: { accessLifetimeS: 15 * MINUTE_S },
    },
    {
      id: 'short-session',
      text: 'A refresh token or the cookie of a session is valid for 12 hours at most.',
      sources: ['45 CFR 164.312(a)(2)(iii)', 'OWASP ASVS 5.0 7.3.2', 'OWASP ASVS 5.0 10.4.8', 'NIST SP 800-63B §7.2'],
      checks: [{ id: 'refresh-lifetime-too-long', severity: 'high' }],
      limits: { refreshLifetimeS: 12 * HOUR_S },
    },
    {
      id: 'rotation',
      text: 'Each refresh returns a new refresh token.',
      sources: ['45 CFR 164.312(d)', 'RFC 9700 §2.2.2', 'OWASP ASVS 5.0 10.4.5'],
      checks: [{ id: 'rotation-missing', severity: 'high' }],
    },
    {
      id: 'reuse-refused',
      text: 'A used refresh token is refused, and its reuse ends the session.',
      sources: ['45 CFR 164.312(d)', 'RFC 9700 §4.14.2', 'OWASP ASVS 5.0 10.4.5'],
      checks: [
        { id: 'rotation-reuse-accepted', severity: 'high' },
        { id: 'reuse-leaves-family-alive', severity: 'high' },
      ],
    },
    {
      id: 'one-winner',
      text: 'Of several refreshes of one token at the same moment, one succeeds.',
      sources: ['45 CFR 164.312(d)', 'RFC 9700 §4.14.2', 'OWASP ASVS 5.0 15.4.2'],
      checks: [{ id: 'concurrent-refresh-race', severity: 'high' }],
    },
    {
      id: 'refresh-limited',
      text: 'Refreshes of one token at the same moment are limited with 429 and Retry-After.',
      sources: ['RFC 6585 §4', 'RFC 9110 §10.2.3'],
      checks: [{ id: 'concurrent-refresh-unlimited', severity: 'medium' }],
    },
    {
      id: 'login-limited',
      text: 'Failed logins are limited, and each 429 states with Retry-After when to try again.',
      sources: ['45 CFR 164.312(d)', 'OWASP ASVS 5.0 6.3.1', 'NIST SP 800-63B §5.2.2', 'RFC 6585 §4'],
      checks: [
        { id: 'login-unthrottled', severity: 'high' },
        { id: 'missing-retry-after', severity: 'medium' },
      ],
    },
    {
      id: 'logout',
      text: 'Logout ends the refresh token.',
      sources: ['45 CFR 164.312(a)(1)', 'OWASP ASVS 5.0 7.4.1'],
      checks: [{ id: 'logout-leaves-refresh-alive', severity: 'high' }],
    },
    {
      id: 'signed-tokens',
      text: 'A token without the signature of the server is refused.',
      sources: ['45 CFR 164.312(d)', 'RFC 8725 §3.1, §3.2, §3.3 and §3.10', 'OWASP ASVS 5.0 9.1.1, 9.1.2 and 9.1.3'],
      checks: [
        { id: 'alg-none-accepted', severity: 'high' },
        { id: 'tampered-payload-accepted', severity: 'high' },
        { id: 'stripped-signature-accepted', severity: 'high' },
        { id: 'jku-jwk-header-accepted', severity: 'high' },
      ],
    },
    {
      id: 'token-purpose',
      text: 'A refresh token reads no data, and an access token renews no session.',
      sources: ['45 CFR 164.312(a)(1)', 'RFC 8725 §3.12', 'OWASP ASVS 5.0 9.2.2'],
      checks: [
        { id: 'refresh-as-access-accepted', severity: 'high' },
        { id: 'access-as-refresh-accepted', severity: 'high' },
      ],
    },
    {
      id: 'private-tokens',
      text: 'Tokens are not accepted in a URL, and responses with tokens are not cached.',
      sources: [
        '45 CFR 164.312(e)(1)',
        'RFC 9700 §4.3.2',
        'RFC 6749 §5.1',
        'OWASP ASVS 5.0 14.2.1',
        'OWASP ASVS 5.0 14.3.2',
      ],
      checks: [
        { id: 'token-in-query-accepted', severity: 'high' },
        { id: 'cacheable-token-response', severity: 'medium' },
      ],
    },
    {
      id: 'spare-claims',
      text: 'A token states nothing about a person beside an identifier.',
      sources: ['45 CFR 164.312(a)(1)', 'RFC 7519 §12', 'OWASP ASVS 5.0 14.2.6'],
      checks: [{ id: 'sensitive-claims', severity: 'high' }],
    },
    {
      id: 'plain-errors',
      text: 'An error shows nothing of the inside of the server, and bad input is refused without a crash.',
      sources: ['OWASP ASVS 5.0 16.5.1', 'OWASP ASVS 5.0 16.5.3'],
      checks: [
        { id: 'error-leaks-internals', severity: 'medium' },
        { id: 'server-error-on-bad-input', severity: 'medium' },
      ],
    },
    {
      id: 'audit-trail',
      text: 'Each sign-in, refresh, reuse and sign-out has an entry in the audit log.',
      sources: ['45 CFR 164.312(b)', 'OWASP ASVS 5.0 16.3.1', 'OWASP ASVS 5.0 16.3.2'],
      checks: [{ id: 'audit-log-incomplete', severity: 'high' }],
    },
  ],
};
