import { atServer } from '../../stacks/remedy.ts';
import { notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'return a new refresh token from each refresh, and refuse the previous one',
  command: null,
});

export const rotationMissing = securityAudit({
  id: 'rotation-missing',
  title: 'refresh tokens are not rotated',
  holds: 'refresh tokens are rotated',
  group: 'rotation',
  standard: 'RFC 9700 §4.14.2',
  needs: ['rotation'],
  uses: ['auth-surface'],
  shows: ({ rotation: { use, reuse } }) => [use, reuse.shown],
  check({ rotation, 'auth-surface': surface }, subject) {
    if (rotation.successor === 'new') return pass('each refresh returns a new refresh token');
    if (!rotation.issued) return notApplicable('the server issues no refresh token');
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: null,
      summary:
        rotation.successor === 'same'
          ? 'A refresh returns the same refresh token: a stolen one works until it expires.'
          : 'A refresh returns no new refresh token: a stolen one works until it expires.',
      facts: [],
      advice: adviceFor('rotation-missing', authRemedies(surface), factsFor(subject), general),
    };
  },
});
