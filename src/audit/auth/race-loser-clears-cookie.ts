import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { raceText, statusTable, withoutRace } from './race-text.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'leave the cookies as they are when a refresh is refused because another one was quicker: answer 429 with Retry-After and no Set-Cookie',
  command: null,
});

export const raceLoserClearsCookie = securityAudit({
  id: 'race-loser-clears-cookie',
  title: 'a refused concurrent refresh deletes the session cookie',
  holds: 'a refused concurrent refresh keeps the cookie',
  group: 'rotation',
  standard: 'RFC 6265 §5.3',
  needs: ['race'],
  uses: ['auth-surface'],
  check({ race: { trials, atOnce, hasCookies }, 'auth-surface': surface }, subject) {
    const nothing = withoutRace(trials);
    if (nothing !== null) return notApplicable(nothing);
    if (!hasCookies) return notApplicable('the session has no cookie');
    const clearing = trials.find(({ granted, clearedCookies }) => granted > 0 && clearedCookies > 0);
    if (clearing !== undefined) {
      return {
        outcome: 'fail',
        severity: 'medium',
        costMs: null,
        summary: `${clearing.clearedCookies} refused answers of a race delete a cookie of the session: ${raceText(clearing, atOnce)}. A browser that gets such an answer last loses the new cookie too.`,
        facts: [statusTable(clearing)],
        advice: adviceFor('race-loser-clears-cookie', authRemedies(surface), factsFor(subject), general),
      };
    }
    const contested = trials.filter(({ granted }) => granted > 0 && granted < atOnce);
    if (contested.length === 0)
      return inconclusive('each of the concurrent refreshes succeeded, so no refusal was seen');
    return pass(`no refused answer deleted a cookie in ${contested.length} races`);
  },
});
