import { openingData, type SensitiveData } from '../../model/auth-responses.ts';
import type { Severity } from '../../model/finding.ts';
import { atServer } from '../../stacks/remedy.ts';
import { bySignIn, notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'write an opaque id into `sub`, and let the API read everything else about the user from the database',
  command: null,
});

export const sensitiveClaims = securityAudit({
  id: 'sensitive-claims',
  title: 'the payload of a token shows sensitive data',
  holds: 'tokens show no sensitive data',
  group: 'policy',
  standard: 'RFC 7519 §12, OWASP ASVS 5.0 14.2.6',
  needs: ['auth-responses'],
  uses: ['auth-surface'],
  shows: bySignIn,
  check({ 'auth-responses': { tokens }, 'auth-surface': surface }, subject) {
    if (tokens.length === 0) return notApplicable('the session is a cookie, and no token');
    const readable = tokens.filter(({ form }) => form === 'jwt');
    if (readable.length === 0) return notApplicable('the tokens are opaque, so that no claim can be read');
    const found = readable.flatMap(({ token, sensitive }) => sensitive.map((each) => ({ token, ...each })));
    if (found.length === 0)
      return pass(`no claim of the ${readable.map(({ token }) => token).join(' or the ')} looks sensitive`);
    return {
      outcome: 'fail',
      severity: severityOf(found.map(({ data }) => data)),
      costMs: null,
      summary: `${found.map(({ token, claim, data }) => `${claim} of the ${token} looks like ${articled(data)}`).join(', ')}. A signature does not hide it: the payload is Base64.`,
      facts: [],
      advice: adviceFor('sensitive-claims', authRemedies(surface), factsFor(subject), general),
    };
  },
});

const opens: readonly SensitiveData[] = openingData;

/** One personal datum is usual and seldom needed. Several together identify a person to everyone who sees the token. */
function severityOf(data: readonly SensitiveData[]): Severity {
  if (data.some((each) => opens.includes(each))) return 'high';
  return new Set(data).size > 1 ? 'medium' : 'low';
}

const articled = (data: SensitiveData): string => `${/^[aeio]/.test(data) ? 'an' : 'a'} ${data}`;
