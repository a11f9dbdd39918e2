import { atServer } from '../../stacks/remedy.ts';
import { note, notApplicable, pass, securityAudit } from '../contract.ts';
import { raceText, statusTable, withoutRace } from './race-text.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'let one refresh of a token at a time pass, and answer the others 429 with Retry-After: 1',
  command: null,
});

export const concurrentRefreshUnlimited = securityAudit({
  id: 'concurrent-refresh-unlimited',
  title: 'concurrent refreshes of one token are not limited',
  holds: 'concurrent refreshes of one token are limited',
  group: 'rotation',
  standard: 'RFC 6585 §4',
  needs: ['race'],
  uses: ['auth-surface'],
  check({ race: { trials, atOnce }, 'auth-surface': surface }, subject) {
    const nothing = withoutRace(trials);
    if (nothing !== null) return notApplicable(nothing);
    const limited = trials.find(({ statuses, retryAfters }) => statuses['429'] !== undefined || retryAfters > 0);
    if (limited !== undefined) {
      const { statuses, retryAfters } = limited;
      return pass(`${statuses['429'] ?? 0} of ${atOnce} got 429, ${retryAfters} a Retry-After`);
    }
    const most = trials.toSorted((a, b) => b.distinctSuccessors - a.distinctSuccessors || b.granted - a.granted)[0];
    if (most === undefined) return notApplicable('no trial was made');
    const summary = `No concurrent refresh got 429 or Retry-After: ${raceText(most, atOnce)}.`;
    // All got one token, or one request won. More requests gain nothing, but a refused client cannot know that it may retry.
    if (most.distinctSuccessors <= 1) return note(summary);
    return {
      outcome: 'fail',
      severity: 'low',
      costMs: null,
      summary: `${summary} Each request that arrives in time multiplies the session.`,
      facts: [statusTable(most)],
      advice: adviceFor('concurrent-refresh-unlimited', authRemedies(surface), factsFor(subject), general),
    };
  },
});
