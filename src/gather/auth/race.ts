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
  sends: ['up to 5 times: one sign-in, one refresh token 10 times at once, and each token that came back'],
  async perform(client) {
    const trials: RaceTrial[] = [];
    while (trials.length < TRIALS && !trials.some((seen) => duplicated(seen) || presentedNone(seen))) {
      trials.push(await trial(client));
    }
    return { atOnce: AT_ONCE, trials };
  },
});

/** One duplicate proves the race, so no further trial is needed. */
const duplicated = (seen: RaceTrial): boolean => seen.distinctSuccessors > 1;

/** A session without a refresh token cannot be raced, and each attempt costs a sign-in. */
const presentedNone = ({ statuses }: RaceTrial): boolean => Object.keys(statuses).length === 0;

async function trial(client: AuthClient): Promise<RaceTrial> {
  const session = await client.signIn();
  const answers = refreshTokenOf(session) === null ? [] : await client.refreshAtOnce(session, AT_ONCE);
  // By token: several responses may hold the same one.
  const successors = new Map(answers.flatMap((answer) => successorOf(answer)));
  // A server that does not rotate answers the presented token, or leaves its cookie as it is.
  successors.delete(refreshTokenOf(session) ?? '');
  return {
    statuses: countStatuses(answers),
    granted: answers.filter(({ granted }) => granted).length,
    distinctSuccessors: successors.size,
    usableSuccessors: await countUsable(client, [...successors.values()]),
  };
}

const successorOf = ({ session, refreshToken }: Answer): readonly (readonly [string, Session])[] =>
  session === null || refreshToken === null ? [] : [[refreshToken, session]];

function countStatuses(answers: readonly Answer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

async function countUsable(client: AuthClient, successors: readonly Session[]): Promise<number> {
  let usable = 0;
  for (const successor of successors) usable += (await client.refresh(successor)).granted ? 1 : 0;
  return usable;
}
