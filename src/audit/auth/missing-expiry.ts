import type { SeenCookie, SeenToken } from '../../model/auth-responses.ts';
import type { Opinion } from '../../model/finding.ts';
import { atServer } from '../../stacks/remedy.ts';
import { bySignIn, inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'write `exp` into each token, as a number of seconds, and refuse tokens without it',
  command: null,
});

export const missingExpiry = securityAudit({
  id: 'missing-expiry',
  title: 'a token never expires',
  holds: 'tokens expire',
  group: 'policy',
  standard: 'RFC 9068 §2.2, OWASP ASVS 5.0 9.2.1',
  needs: ['auth-responses'],
  uses: ['auth-surface'],
  shows: bySignIn,
  check({ 'auth-responses': { tokens, cookies }, 'auth-surface': surface }, subject) {
    if (tokens.length === 0) return ofCookies(cookies.filter(({ holds }) => holds === 'session'));
    const endless = tokens.filter(({ form, exp }) => form === 'jwt' && exp !== 'number');
    const unstated = endless.filter(({ statedS }) => statedS === null);
    if (unstated.length > 0) {
      return {
        outcome: 'fail',
        severity: 'high',
        costMs: null,
        summary: `${unstated.map(defectOf).join(', ')}, and no response states an end. A stolen token works forever.`,
        facts: [],
        advice: adviceFor('missing-expiry', authRemedies(surface), factsFor(subject), general),
      };
    }
    if (endless.length > 0) {
      return inconclusive(
        `${endless.map(defectOf).join(', ')}; a response states an end beside it, and that end was not waited for`,
      );
    }
    const stated = tokens.filter(({ exp, statedS }) => exp === 'number' || statedS !== null);
    if (stated.length === 0) return notApplicable('the tokens are opaque, and no response states when they end');
    return pass(stated.map(endOf).join(', '));
  },
});

const ofCookies = (cookies: readonly SeenCookie[]): Opinion =>
  cookies.length > 0 && cookies.every(({ lifetimeS }) => lifetimeS !== null)
    ? pass(`the cookie ${cookies.map(({ name }) => name).join(', ')} states its end`)
    : notApplicable('the session is a cookie, and its end is known to the server alone');

const defectOf = ({ token, exp }: SeenToken): string =>
  `the ${token} has ${exp === 'absent' ? 'no exp' : 'an exp that is no number'}`;

const endOf = ({ token, form }: SeenToken): string =>
  form === 'jwt' ? `the ${token} has an exp` : `the response states the end of the ${token}`;
