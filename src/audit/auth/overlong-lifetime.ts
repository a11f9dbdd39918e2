import { atServer } from '../../stacks/remedy.ts';
import { notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

/** 15 minutes and 12 hours: the idle and the absolute limit of NIST SP 800-63B AAL3, the usual policy for health data. */
const LONGEST_ACCESS_S = 15 * 60;
const LONGEST_REFRESH_S = 12 * 60 * 60;
/** `iat` and `exp` are whole seconds and may come from two readings of the clock. */
const ROUNDING_S = 5;

const general = atServer({
  do: 'let access tokens expire after 15 min and refresh tokens after 12 h',
  command: null,
});

export const overlongLifetime = securityAudit({
  id: 'overlong-lifetime',
  title: 'tokens are valid for longer than 15 minutes and 12 hours',
  group: 'policy',
  standard: 'OWASP ASVS 5.0 7.1.1, NIST SP 800-63B',
  needs: ['lifetimes'],
  uses: ['auth-surface'],
  check({ lifetimes: { accessS, refreshS }, 'auth-surface': surface }, subject) {
    if (accessS === null && refreshS === null)
      return notApplicable('no token states a lifetime: the tokens are opaque, or the session is a cookie');
    const lifetimes = `access ${lifetimeText(accessS)}, refresh ${lifetimeText(refreshS)}`;
    const tooLong = over(accessS, LONGEST_ACCESS_S) || over(refreshS, LONGEST_REFRESH_S);
    if (!tooLong) return pass(lifetimes);
    return {
      outcome: 'fail',
      severity: 'medium',
      costMs: null,
      summary: `Tokens are valid for longer than 15 min and 12 h: ${lifetimes}.`,
      facts: [],
      advice: adviceFor('overlong-lifetime', authRemedies(surface), factsFor(subject), general),
    };
  },
});

const over = (lifetimeS: number | null, limitS: number): boolean =>
  lifetimeS !== null && lifetimeS > limitS + ROUNDING_S;

function lifetimeText(seconds: number | null): string {
  if (seconds === null) return 'not stated';
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
