import type { AuthResponses, ForeignRead } from '../../model/auth-responses.ts';
import type { Opinion } from '../../model/finding.ts';
import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'compare the Origin with a list of your own sites, and send both headers to those only',
  command: 'Access-Control-Allow-Origin: https://app.example',
});

export const corsWildcardWithCredentials = securityAudit({
  id: 'cors-wildcard-with-credentials',
  title: 'every site may read responses with the credentials of the user',
  holds: 'other sites cannot read responses with credentials',
  group: 'transport',
  standard: 'Fetch §3.2.5 (CORS protocol and credentials), OWASP ASVS 5.0 3.4.2',
  needs: ['auth-responses'],
  uses: ['auth-surface'],
  shows: ({ 'auth-responses': { foreignReads } }) =>
    foreignReads
      .toSorted((a, b) => Number(b.allowsCredentials) - Number(a.allowsCredentials))
      .map(({ shown }) => shown),
  check({ 'auth-responses': { foreignReads, cookies }, 'auth-surface': surface }, subject) {
    if (foreignReads.length === 0) return notApplicable('no protected route is known');
    const credentialed = foreignReads.filter(({ allowsCredentials }) => allowsCredentials);
    const open = credentialed.filter(({ allowOrigin }) => allowOrigin === 'same');
    const starred = credentialed.filter(({ allowOrigin }) => allowOrigin === 'any');
    if (open.length === 0 && starred.length === 0) return withoutDefect(foreignReads);
    const advice = adviceFor('cors-wildcard-with-credentials', authRemedies(surface), factsFor(subject), general);
    const shown = { outcome: 'fail', costMs: null, facts: [], advice } as const;
    if (open.length === 0)
      return {
        ...shown,
        severity: 'low',
        summary: `${textOf(starred)} allows every origin (*) with credentials. Browsers refuse this pair, so that it helps no page.`,
      };
    return {
      ...shown,
      severity: cookies.length > 0 ? 'high' : 'low',
      summary: `${textOf(open)} repeats any Origin and allows credentials. ${consequenceOf(cookies)}`,
    };
  },
});

const consequenceOf = (cookies: AuthResponses['cookies']): string =>
  cookies.length > 0
    ? 'A page of any site can read it as the signed-in user.'
    : 'No cookie holds the session here, so that a page still needs the token.';

function withoutDefect(reads: readonly ForeignRead[]): Opinion {
  const failed = reads.filter(({ status }) => status >= 500 || status === 429);
  if (failed.length === reads.length)
    return inconclusive(`requests of another site were answered ${failed[0]?.status}`);
  if (reads.every(({ allowOrigin }) => allowOrigin === 'none')) return pass('no response allows another origin');
  if (reads.some(({ allowOrigin }) => allowOrigin === 'any' || allowOrigin === 'same'))
    return pass('other origins are allowed, but not with credentials');
  return pass('another origin than that of the request is allowed');
}

const textOf = (reads: readonly ForeignRead[]): string => {
  const words = { preflight: 'the preflight', read: 'the protected route', renewal: 'the refresh' } as const;
  const [first = '', ...rest] = [...new Set(reads.map(({ what }) => words[what]))];
  return [first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(' and ');
};
