import type { RaceTrial } from '../../model/auth-evidence.ts';
import type { Session } from '../../flows/contract.ts';
import { type Answer, type AuthClient, refreshTokenOf } from './contract.ts';
import { securityExchange } from './security-exchange.ts';

const AT_ONCE = 10;
/** A race shows by chance: five trials of ten requests found SimpleJWT's race in more than 99 % of attempts. */
const TRIALS = 5;

/** Presents one refresh token ten times at once, then uses every received token: statuses alone do not show a race. */
export const race = securityExchange({
  kind: 'race',
  title: `refreshing one token ${AT_ONCE} times at once`,
  harm: 'attacks',
  budgetMs: 600_000,
  sends: [
    'up to 5 times: one refresh token 10 times at once, and each token that came back; a sign-in where none of them is good',
  ],
  async perform(client) {
    const trials: RaceTrial[] = [];
    let session: Session | null = null;
    while (trials.length < TRIALS && !trials.some((seen) => duplicated(seen) || presentedNone(seen))) {
      const { seen, next } = await trial(client, session ?? (await client.signIn()));
      trials.push(seen);
      session = next;
    }
    return { atOnce: AT_ONCE, trials };
  },
});

/** One duplicate proves the race, so no further trial is needed. */
const duplicated = (seen: RaceTrial): boolean => seen.distinctSuccessors > 1;

/** A session without a refresh token cannot be raced, and each attempt costs a sign-in. */
const presentedNone = ({ statuses }: RaceTrial): boolean => Object.keys(statuses).length === 0;

/** A trial, and the session with which the next one can go on: a server may end the session of a race. */
async function trial(client: AuthClient, session: Session): Promise<{ seen: RaceTrial; next: Session | null }> {
  const answers = refreshTokenOf(session) === null ? [] : await client.refreshAtOnce(session, AT_ONCE);
  // By token: several responses may hold the same one.
  const successors = new Map(answers.flatMap((answer) => successorOf(answer)));
  // A server that does not rotate answers the presented token, or leaves its cookie as it is.
  successors.delete(refreshTokenOf(session) ?? '');
  const usable = await usableOf(client, [...successors.values()]);
  const granted = answers.filter((answer) => answer.granted).length;
  const seen = {
    statuses: countStatuses(answers),
    granted,
    distinctSuccessors: successors.size,
    usableSuccessors: usable.length,
  };
  // A server that does not rotate leaves the session as it was.
  const isUnchanged = granted > 0 && successors.size === 0;
  return { seen, next: isUnchanged ? session : (usable.at(-1) ?? null) };
}

const successorOf = ({ session, refreshToken }: Answer): readonly (readonly [string, Session])[] =>
  session === null || refreshToken === null ? [] : [[refreshToken, session]];

function countStatuses(answers: readonly Answer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Refreshes with each successor. @returns the sessions that came back. */
async function usableOf(client: AuthClient, successors: readonly Session[]): Promise<readonly Session[]> {
  const usable: Session[] = [];
  for (const successor of successors) {
    const { granted, session } = await client.refresh(successor);
    if (granted && session !== null) usable.push(session);
  }
  return usable;
}
