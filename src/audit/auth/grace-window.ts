import type { GraceWindow } from '../../model/auth-evidence.ts';
import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, note, notApplicable, pass, securityAudit } from '../contract.ts';
import { readPresented, unclearText } from './refusal.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

/** One second covers a double submit: two tabs, or a retry of a lost response on loopback. */
const DOUBLE_SUBMIT_MS = 1_000;
/** The longest default of the reuse intervals in use is 10 s. A thief with a copy has that long in each lifetime. */
export const LONGEST_DEFAULT_MS = 10_000;

const general = atServer({
  do: 'shorten the time in which a used refresh token is still accepted to one second, or answer 429 with Retry-After in it',
  command: null,
});

export const secondsText = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const inTime = (grace: GraceWindow | null): string => (grace === null ? '' : ` in ${secondsText(grace.lastGrantedMs)}`);

export const graceWindow = securityAudit({
  id: 'grace-window',
  title: 'a used refresh token is still accepted for a while',
  holds: 'a used refresh token is refused at once',
  group: 'rotation',
  standard: 'RFC 9700 §4.14.2, OWASP ASVS 5.0 10.4.5',
  needs: ['rotation'],
  uses: ['auth-surface'],
  shows: ({ rotation: { use, reuse, grace } }) => [grace?.shown, reuse.shown, use],
  check({ rotation: { issued, successor, reuse, grace }, 'auth-surface': surface }, subject) {
    if (!issued) return notApplicable('the server issues no refresh token');
    if (successor !== 'new') return notApplicable('tokens are not rotated, so none is used up; see rotation-missing');
    const read = readPresented(reuse);
    if (read === 'unclear') return inconclusive(`the used token: ${unclearText(reuse)}`);
    if (read === 'granted')
      return notApplicable(`no end of the acceptance was seen${inTime(grace)}; see rotation-reuse-accepted`);
    if (grace === null || grace.endedByMs === null) return pass(`refused with ${reuse.status} at the first reuse`);
    const { lastGrantedMs, endedByMs } = grace;
    const summary = `A used refresh token still got new tokens ${secondsText(lastGrantedMs)} after its use, and no more after ${secondsText(endedByMs)}.`;
    if (lastGrantedMs <= DOUBLE_SUBMIT_MS) return note(summary);
    return {
      outcome: 'fail',
      severity: lastGrantedMs <= LONGEST_DEFAULT_MS ? 'low' : 'medium',
      costMs: null,
      summary: `${summary} A copy that is stolen in that time is good.`,
      facts: [],
      advice: adviceFor('grace-window', authRemedies(surface), factsFor(subject), general),
    };
  },
});
