import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'name the scheme in each 401, so that a client knows how to sign in',
  command: 'WWW-Authenticate: Bearer',
});

export const missingWwwAuthenticate = securityAudit({
  id: 'missing-www-authenticate',
  title: 'a 401 does not say how to authenticate',
  holds: 'a 401 says how to authenticate',
  group: 'policy',
  standard: 'RFC 9110 §15.5.2, RFC 6750 §3',
  needs: ['auth-responses'],
  uses: ['auth-surface'],
  shows: ({ 'auth-responses': { refusedReads } }) => refusedReads.map(({ shown }) => shown),
  check({ 'auth-responses': { refusedReads }, 'auth-surface': surface }, subject) {
    if (refusedReads.length === 0) return notApplicable('no protected route is known');
    const unauthorized = refusedReads.filter(({ status }) => status === 401);
    if (unauthorized.length === 0) {
      const statuses = refusedReads.map(({ sent, status }) => `${status} to ${sent}`).join(', ');
      return refusedReads.some(({ status }) => status >= 500 || status === 429)
        ? inconclusive(`no answer was a 401 but ${statuses}`)
        : notApplicable(`the protected route answers ${statuses}, and no 401`);
    }
    const silent = unauthorized.filter(({ challenges }) => challenges.length === 0);
    if (silent.length === 0) {
      const schemes = [...new Set(unauthorized.flatMap(({ challenges }) => challenges))];
      return pass(`each 401 names ${schemes.join(' and ')}`);
    }
    return {
      outcome: 'fail',
      severity: 'low',
      costMs: null,
      summary: `The 401 to ${silent.map(({ sent }) => sent).join(' and to ')} has no WWW-Authenticate. Clients cannot tell an expired token from another refusal.`,
      facts: [],
      advice: adviceFor('missing-www-authenticate', authRemedies(surface), factsFor(subject), general),
    };
  },
});
