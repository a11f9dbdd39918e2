import type { SeenCookie } from '../../model/auth-responses.ts';
import type { Severity } from '../../model/finding.ts';
import type { Target } from '../../model/target.ts';
import { atServer } from '../../stacks/remedy.ts';
import { bySignIn, notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'set the cookie with all three attributes',
  command: 'Set-Cookie: NAME=VALUE; HttpOnly; Secure; SameSite=Lax',
});

interface Flaw {
  readonly severity: Severity;
  readonly text: string;
}

export const cookieFlags = securityAudit({
  id: 'cookie-flags',
  title: 'a cookie with a token or a session lacks a protecting attribute',
  holds: 'cookies have their protecting attributes',
  group: 'transport',
  standard: 'RFC 6265 §8, OWASP ASVS 5.0 3.3.1, 3.3.2 and 3.3.4',
  needs: ['auth-responses'],
  uses: ['auth-surface'],
  shows: bySignIn,
  check({ 'auth-responses': { cookies }, 'auth-surface': surface }, subject) {
    if (cookies.length === 0) return notApplicable('no cookie holds a token or the session');
    const needsSecure = isExposed(subject.target);
    const flaws = cookies.flatMap((cookie) => flawsOf(cookie, needsSecure));
    if (flaws.length === 0) {
      const secure = needsSecure ? 'HttpOnly, Secure and SameSite' : 'HttpOnly and SameSite';
      const note = needsSecure ? '' : '; Secure is not judged over plain http on this machine';
      return pass(`${cookies.map(({ name }) => name).join(', ')}: ${secure} are set${note}`);
    }
    return {
      outcome: 'fail',
      severity: SEVEREST.find((severity) => flaws.some((flaw) => flaw.severity === severity)) ?? 'low',
      costMs: null,
      summary: `${flaws.map(({ text }) => text).join('. ')}.`,
      facts: [],
      advice: adviceFor('cookie-flags', authRemedies(surface), factsFor(subject), general),
    };
  },
});

const SEVEREST: readonly Severity[] = ['high', 'medium', 'low'];

/** Browsers treat loopback as trustworthy, and a server there is behind no TLS (W3C Secure Contexts §3.1). */
const isExposed = ({ scheme, host }: Target): boolean =>
  scheme === 'https' || !(host === 'localhost' || host.endsWith('.localhost') || /^(?:127\.|\[?::1\]?$)/.test(host));

function flawsOf({ name, holds, httpOnly, secure, sameSite }: SeenCookie, needsSecure: boolean): readonly Flaw[] {
  const flaws: Flaw[] = [];
  if (!httpOnly)
    flaws.push({ severity: 'high', text: `A script of the page can read ${name}, the ${holds}, which lacks HttpOnly` });
  if (!secure && sameSite === 'none')
    flaws.push({ severity: 'medium', text: `Browsers refuse ${name}, which has SameSite=None without Secure` });
  else if (!secure && needsSecure)
    flaws.push({ severity: 'medium', text: `Browsers send ${name} over plain http too, because it lacks Secure` });
  if (sameSite === 'absent')
    flaws.push({
      severity: 'low',
      text: `The browser decides whether other sites may send ${name}, which lacks SameSite`,
    });
  return flaws;
}
