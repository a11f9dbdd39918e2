import type { GraceWindow } from '../../model/auth-evidence.ts';
import { atServer } from '../../stacks/remedy.ts';
import { LONGEST_DEFAULT_MS, secondsText } from './grace-window.ts';
import { readPresented, unclearText } from './refusal.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'mark a refresh token as used when it is rotated, refuse it from then on, and end its session when it is used again',
  command: null,
});

export const rotationReuseAccepted = securityAudit({
  id: 'rotation-reuse-accepted',
  title: 'a used refresh token is accepted again',
  holds: 'a used refresh token is refused',
  group: 'rotation',
  standard: 'RFC 9700 §4.14.2, OWASP ASVS 5.0 10.4.5',
  needs: ['rotation'],
  uses: ['auth-surface'],
  shows: ({ rotation: { use, reuse } }) => [reuse.shown, use],
  check({ rotation: { issued, successor, reuse, newestAfterReuse, grace }, 'auth-surface': surface }, subject) {
    if (!issued) return notApplicable('the server issues no refresh token');
    if (successor !== 'new') return notApplicable('tokens are not rotated, so none is used up; see rotation-missing');
    const read = readPresented(reuse);
    if (read === 'unclear') return inconclusive(`the used token: ${unclearText(reuse)}`);
    if (read === 'refused')
      return pass(`refused with ${reuse.status}${within(grace)}${afterwards(newestAfterReuse?.granted)}`);
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: null,
      summary: `A refresh token that was already used got new tokens again (status ${reuse.status})${still(grace)}.${undecided(grace)}`,
      facts: [],
      advice: adviceFor('rotation-reuse-accepted', authRemedies(surface), factsFor(subject), general),
    };
  },
});

/** Both are allowed, and RFC 9700 asks for the second. The report states which one was seen. */
const afterwards = (newestWorks: boolean | undefined): string => {
  if (newestWorks === undefined) return '';
  return newestWorks ? '; the newest token of the session still works' : '; the whole session was revoked';
};

const within = (grace: GraceWindow | null): string =>
  grace === null || grace.endedByMs === null ? '' : ` ${secondsText(grace.endedByMs)} after its use; see grace-window`;

/** A search that was shorter than common reuse intervals cannot tell one from none. */
const undecided = (grace: GraceWindow | null): string =>
  grace === null || grace.lastGrantedMs >= LONGEST_DEFAULT_MS
    ? ''
    : ' Whether the server refuses it later was not looked for, so that a longer reuse interval would look the same: --longest-grace 12s tells the common ones from none.';

const still = (grace: GraceWindow | null): string =>
  grace === null ? '' : `, still ${secondsText(grace.lastGrantedMs)} after its first use`;
