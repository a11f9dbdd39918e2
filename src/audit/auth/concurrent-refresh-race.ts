import type { RaceTrial } from '../../model/auth-evidence.ts';
import type { Advice, Opinion } from '../../model/finding.ts';
import { atServer, type Remedy } from '../../stacks/remedy.ts';
import { raceText, statusTable } from './race-text.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';

const claimInOneStatement = atServer({
  do: 'claim the token and write its successor in one transaction, and answer the others 429 with Retry-After',
  command: 'UPDATE refresh_tokens SET used_at = :now WHERE hash = :hash AND used_at IS NULL RETURNING session_id',
});

export const concurrentRefreshRace = securityAudit({
  id: 'concurrent-refresh-race',
  title: 'one refresh token yields several sessions when used concurrently',
  holds: 'one refresh token yields one session',
  group: 'rotation',
  standard: 'RFC 9700 §4.14.2, OWASP ASVS 5.0 2.3.4',
  needs: ['race'],
  uses: ['auth-surface'],
  check({ race: { trials, atOnce, excludedWindowMs }, 'auth-surface': surface }, subject) {
    const adviceOr = (general: Remedy): readonly Advice[] =>
      adviceFor('concurrent-refresh-race', authRemedies(surface), factsFor(subject), general);
    const worstTrial = trials.toSorted(
      (a, b) => b.usableSuccessors - a.usableSuccessors || b.distinctSuccessors - a.distinctSuccessors,
    )[0];
    if (worstTrial === undefined) return inconclusive('no trial was made');
    if (Object.keys(worstTrial.statuses).length === 0) return notApplicable('the server issues no refresh token');
    if (worstTrial.distinctSuccessors > 1) return severalSuccessors(worstTrial, atOnce, adviceOr(claimInOneStatement));
    const crashed = trials.find(({ statuses }) => Object.keys(statuses).some((status) => Number(status) >= 500));
    if (crashed !== undefined) return crashes(crashed, atOnce, adviceOr(claimInOneStatement));
    if (worstTrial.granted === 0) return notApplicable('no concurrent refresh succeeded at all');
    if (worstTrial.distinctSuccessors === 0) return notApplicable('tokens are not rotated; see rotation-missing');
    if (trials.some(({ statuses }) => statuses['0'] !== undefined)) {
      return inconclusive('some of the concurrent refreshes were not answered, which shows no refusal');
    }
    return pass(
      `not seen in ${trials.length} × ${atOnce}: ${raceText(worstTrial, atOnce)}${excluded(excludedWindowMs)}`,
    );
  },
});

/** The chance holds for this server on this machine now, since it comes from the spread of its responses. */
const excluded = (windowMs: number | null): string =>
  windowMs === null
    ? ''
    : `; a gap of ${windowMs.toPrecision(2)} ms or more between check and claim would have been missed in less than 1 % of such searches`;

function severalSuccessors(worstTrial: RaceTrial, atOnce: number, advice: readonly Advice[]): Opinion {
  const duplicated = worstTrial.usableSuccessors > 1;
  return {
    outcome: 'fail',
    severity: 'high',
    costMs: null,
    summary: duplicated
      ? `Rotation breaks under concurrency: ${raceText(worstTrial, atOnce)}. An attacker who refreshes together with the user keeps access.`
      : `Rotation returns invalid tokens under concurrency: ${raceText(worstTrial, atOnce)}. Users are logged out.`,
    facts: [statusTable(worstTrial)],
    advice,
  };
}

/** A crash is no refusal, and a client takes it for an outage. */
const crashes = (trial: RaceTrial, atOnce: number, advice: readonly Advice[]): Opinion => ({
  outcome: 'fail',
  severity: 'medium',
  costMs: null,
  summary: `Concurrent refreshes end in server errors: ${raceText(trial, atOnce)}. Two tabs that refresh together see an outage.`,
  facts: [statusTable(trial)],
  advice,
});
