import { atServer } from '../../stacks/remedy.ts';
import { notApplicable, pass, securityAudit } from '../contract.ts';
import { raceText, statusTable, withoutRace } from './race-text.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'treat the reuse of a token within a moment as a double submit, not as theft: answer 429 with Retry-After',
  command: null,
});

export const raceKillsSession = securityAudit({
  id: 'race-kills-session',
  title: 'two refreshes at the same moment sign the user out',
  holds: 'two refreshes at the same moment keep the session',
  group: 'rotation',
  standard: 'RFC 9700 §4.14.2',
  needs: ['race'],
  uses: ['auth-surface'],
  check({ race: { trials, atOnce }, 'auth-surface': surface }, subject) {
    const nothing = withoutRace(trials);
    if (nothing !== null) return notApplicable(nothing);
    const killed = trials.find(
      ({ distinctSuccessors, usableSuccessors }) => distinctSuccessors > 0 && usableSuccessors === 0,
    );
    if (killed !== undefined) {
      return {
        outcome: 'fail',
        severity: 'low',
        costMs: null,
        summary: `A double submit ends the session: ${raceText(killed, atOnce)}. Two tabs that refresh together sign their user out, although no thief was there.`,
        facts: [statusTable(killed)],
        advice: adviceFor('race-kills-session', authRemedies(surface), factsFor(subject), general),
      };
    }
    return pass(`a new token was usable after each of ${trials.length} races`);
  },
});
