import type { SeenCookie } from '../../model/auth-responses.ts';
import type { Opinion } from '../../model/finding.ts';
import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';
import { readPresented, unclearText } from './refusal.ts';

const general = atServer({
  do: 'set the cookie with SameSite=Lax or Strict; where it has to be None, refuse requests whose Origin is another site, or ask for a CSRF token',
  command: null,
});

export const csrfMissing = securityAudit({
  id: 'csrf-missing',
  title: 'a page of another site can change the session',
  holds: 'a page of another site cannot change the session',
  group: 'transport',
  standard: 'OWASP ASVS 5.0 3.5.1, RFC 6265 §8.2',
  needs: ['auth-responses'],
  uses: ['auth-surface'],
  shows: ({ 'auth-responses': { foreignChange } }) => [foreignChange?.presented.shown],
  check({ 'auth-responses': { cookies, foreignChange: change }, 'auth-surface': surface }, subject) {
    if (cookies.length === 0) return notApplicable('no cookie holds a token or the session');
    if (change === null) return notSent(cookies);
    const { what, method, path, presented } = change;
    const read = readPresented(presented);
    if (read === 'unclear')
      return inconclusive(`${WORDS[what]} with the Origin of another site: ${unclearText(presented)}`);
    if (read === 'refused')
      return pass(`${WORDS[what]} with the Origin of another site changed nothing (status ${presented.status})`);
    return {
      outcome: 'fail',
      // A page cannot read the answer, so that it can end or rotate a session and not take it over.
      severity: what === 'renewal' ? 'medium' : 'low',
      costMs: null,
      summary: `${method} ${path} with the Origin of another site, and no token beside the cookie, ${what === 'renewal' ? 'renewed the session' : 'ended the session'} (status ${presented.status}).`,
      facts: [],
      advice: adviceFor('csrf-missing', authRemedies(surface), factsFor(subject), general),
    };
  },
});

const WORDS = { renewal: 'a refresh', 'sign-out': 'a logout' } as const;

function notSent(cookies: readonly SeenCookie[]): Opinion {
  const sent = cookies.filter(({ sameSite }) => sameSite === 'none' || sameSite === 'absent');
  if (sent.length > 0)
    return notApplicable(
      `no refresh or logout takes ${sent.map(({ name }) => name).join(', ')} without a token beside it`,
    );
  return pass(
    `${cookies.map(({ name, sameSite }) => `${name} has SameSite=${sameSite === 'lax' ? 'Lax' : 'Strict'}`).join(', ')}, so that browsers send it with no POST of another site`,
  );
}
