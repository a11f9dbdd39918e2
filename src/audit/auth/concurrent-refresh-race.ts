import type { RaceTrial } from '../../model/auth-evidence.ts';
import type { Advice, Opinion } from '../../model/finding.ts';
import { atServer, type Remedy } from '../../stacks/remedy.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';

const claimInOneStatement = atServer({
  do: 'claim the token and write its successor in one transaction, and answer the others 429 with Retry-After',
  command: 'UPDATE refresh_tokens SET used_at = :now WHERE hash = :hash AND used_at IS NULL RETURNING session_id',
});
const takeForDoubleSubmit = atServer({
  do: 'treat the reuse of a token within a moment as a double submit, not as theft: answer 429 with Retry-After',
  command: null,
});

export const concurrentRefreshRace = securityAudit({
  id: 'concurrent-refresh-race',
  title: 'one refresh token yields several sessions when used concurrently',
  group: 'rotation',
  standard: 'RFC 9700 §4.14.2, OWASP ASVS 5.0 2.3.4',
  needs: ['race'],
  uses: ['auth-surface'],
  check({ race: { trials, atOnce }, 'auth-surface': surface }, subject) {
    const adviceOr = (general: Remedy): readonly Advice[] =>
      adviceFor('concurrent-refresh-race', authRemedies(surface), factsFor(subject), general);
    const worstTrial = trials.toSorted(
      (a, b) => b.usableSuccessors - a.usableSuccessors || b.distinctSuccessors - a.distinctSuccessors,
    )[0];
    if (worstTrial === undefined) return inconclusive('no trial was made');
    if (Object.keys(worstTrial.statuses).length === 0) return notApplicable('the server issues no refresh token');
    if (worstTrial.distinctSuccessors > 1) return severalSuccessors(worstTrial, atOnce, adviceOr(claimInOneStatement));
    if (worstTrial.granted === 0) return notApplicable('no concurrent refresh succeeded at all');
    if (worstTrial.distinctSuccessors === 0) return notApplicable('tokens are not rotated; see rotation-missing');
    if (trials.some(({ statuses }) => Object.keys(statuses).some(isCrash))) {
      return inconclusive(
        'some of the concurrent refreshes were answered with 5xx or not at all, which shows no refusal',
      );
    }
    const endedSession = trials.find(({ usableSuccessors }) => usableSuccessors === 0);
    if (endedSession !== undefined) return endsSession(endedSession, atOnce, adviceOr(takeForDoubleSubmit));
    return pass(`not seen in ${trials.length} × ${atOnce}: ${trialText(worstTrial, atOnce)}`);
  },
});

const isCrash = (status: string): boolean => Number(status) >= 500 || status === '0';

function severalSuccessors(worstTrial: RaceTrial, atOnce: number, advice: readonly Advice[]): Opinion {
  const duplicated = worstTrial.usableSuccessors > 1;
  return {
    outcome: 'fail',
    severity: 'high',
    costMs: null,
    summary: duplicated
      ? `Rotation breaks under concurrency: ${trialText(worstTrial, atOnce)}. An attacker who refreshes together with the user keeps access.`
      : `Rotation returns invalid tokens under concurrency: ${trialText(worstTrial, atOnce)}. Users are logged out.`,
    facts: [
      {
        kind: 'table',
        head: ['status', 'answers'],
        rows: Object.entries(worstTrial.statuses).map(([status, n]) => [status, String(n)]),
      },
    ],
    advice,
  };
}

const endsSession = (trial: RaceTrial, atOnce: number, advice: readonly Advice[]): Opinion => ({
  outcome: 'fail',
  severity: 'low',
  costMs: null,
  summary: `A double submit ends the session: ${trialText(trial, atOnce)}. Two tabs that refresh together log their user out.`,
  facts: [],
  advice,
});

const trialText = ({ granted, distinctSuccessors, usableSuccessors }: RaceTrial, atOnce: number): string =>
  `${atOnce} refreshes of one token, ${granted} succeeded, ${distinctSuccessors} new token${distinctSuccessors === 1 ? '' : 's'}, ${usableSuccessors} usable afterwards`;
