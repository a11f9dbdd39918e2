import type { RaceTrial } from '../../model/auth-evidence.ts';
import type { Fact } from '../../model/finding.ts';

export const raceText = ({ granted, distinctSuccessors, usableSuccessors }: RaceTrial, atOnce: number): string =>
  `${atOnce} refreshes of one token, ${granted} succeeded, ${distinctSuccessors} new token${distinctSuccessors === 1 ? '' : 's'}, ${usableSuccessors} usable afterwards`;

export const statusTable = ({ statuses }: RaceTrial): Fact => ({
  kind: 'table',
  head: ['status', 'answers'],
  rows: Object.entries(statuses).map(([status, n]) => [status, String(n)]),
});

/** Why there is nothing to race; null where a token was rotated in some trial. */
export function withoutRace(trials: readonly RaceTrial[]): string | null {
  if (trials.every(({ statuses }) => Object.keys(statuses).length === 0)) return 'the server issues no refresh token';
  if (trials.every(({ granted }) => granted === 0)) return 'no concurrent refresh succeeded at all';
  if (trials.every(({ distinctSuccessors }) => distinctSuccessors === 0)) {
    return 'tokens are not rotated; see rotation-missing';
  }
  return null;
}
