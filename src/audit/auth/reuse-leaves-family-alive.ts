import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { readPresented, unclearText } from './refusal.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'end the whole session when a used refresh token is presented: its newest refresh token, and its access tokens where they can be revoked',
  command: 'UPDATE sessions SET revoked_at = :now WHERE id = :session AND revoked_at IS NULL',
});

export const reuseLeavesFamilyAlive = securityAudit({
  id: 'reuse-leaves-family-alive',
  title: 'the session goes on after a used refresh token was presented',
  holds: 'presenting a used refresh token ends the session',
  group: 'rotation',
  standard: 'RFC 9700 §4.14.2, OWASP ASVS 5.0 10.4.5',
  needs: ['rotation'],
  uses: ['auth-surface'],
  shows: ({ rotation: { use, reuse, newestAfterReuse } }) => [newestAfterReuse?.shown, reuse.shown, use],
  check({ rotation: { issued, successor, reuse, newestAfterReuse: newest }, 'auth-surface': surface }, subject) {
    if (!issued) return notApplicable('the server issues no refresh token');
    if (successor !== 'new') return notApplicable('tokens are not rotated, so none is used up; see rotation-missing');
    const read = readPresented(reuse);
    if (read === 'granted') return notApplicable('the used token was accepted; see rotation-reuse-accepted');
    if (read === 'unclear') return inconclusive(`the used token: ${unclearText(reuse)}`);
    if (newest === null) return inconclusive('the newest token was not presented after the reuse');
    const after = readPresented(newest);
    if (after === 'unclear') return inconclusive(`the newest token after the reuse: ${unclearText(newest)}`);
    if (after === 'refused') return pass(`the newest token was refused with ${newest.status} after the reuse`);
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: null,
      summary: `The used refresh token was refused (status ${reuse.status}), and the newest one of its session still gets new tokens: a thief who refreshed first stays signed in.`,
      facts: [],
      advice: adviceFor('reuse-leaves-family-alive', authRemedies(surface), factsFor(subject), general),
    };
  },
});
