import type { RaceTrial } from '../../model/auth-evidence.ts';
import type { ShownExchange } from '../../model/finding.ts';
import type { Session } from '../../flows/contract.ts';
import { type Answer, type AuthClient, refreshTokenOf } from './contract.ts';
import { isLookedFor, type Spread, excludedWindowMs } from './race-power.ts';
import { securityExchange } from './security-exchange.ts';

const AT_ONCE = 10;
/** Each trial whose session ended costs a sign-in, which a server may throttle. */
const MOST_SIGN_INS = 5;
/** The claim `iat` counts seconds. The margin is for a clock that differs from ours. */
const NEXT_SECOND_MS = 1_100;

/** Presents one refresh token ten times at once, then uses every received token: statuses alone do not show a race. */
export const race = securityExchange({
  kind: 'race',
  title: `refreshing one token ${AT_ONCE} times at once`,
  harm: 'attacks',
  budgetMs: 600_000,
  sends: [
    'up to 60 times, for about 3 s: one refresh token 10 times at once, and each token that came back; up to 5 sign-ins where none of them is good',
  ],
  async perform(client) {
    const trials: Trial[] = [];
    const beganMs = performance.now();
    let session: Session | null = await client.signIn();
    const hasCookies = session.cookies.length > 0;
    for (let signIns = 1; session !== null;) {
      const made = await trial(client, session);
      trials.push(made);
      if (isDecided(trials) || isLookedFor(trials, performance.now() - beganMs)) break;
      if (made.isUnchanged) await client.pause(NEXT_SECOND_MS);
      session = made.next;
      if (session !== null || signIns === MOST_SIGN_INS) continue;
      signIns += 1;
      session = await client.signIn();
    }
    return {
      atOnce: AT_ONCE,
      trials: trials.map(({ seen }) => seen),
      hasCookies,
      excludedWindowMs: excludedWindowMs(trials),
      shown: shownOf(trials),
    };
  },
});

/** Of the trial that shows most: the one with the most tokens that work, else with a crash or a deleted cookie. */
function shownOf(trials: readonly Trial[]): readonly ShownExchange[] {
  const [most] = trials.toSorted((a, b) => weightOf(b.seen) - weightOf(a.seen));
  return most?.show() ?? [];
}

const weightOf = ({ usableSuccessors, distinctSuccessors, statuses, clearedCookies }: RaceTrial): number =>
  100 * usableSuccessors * Number(distinctSuccessors > 1) +
  10 * distinctSuccessors * Number(distinctSuccessors > 1) +
  5 * Number(Object.keys(statuses).some((status) => Number(status) >= 500)) +
  clearedCookies;

interface Trial extends Spread {
  readonly seen: RaceTrial;
  /** The session with which the next trial can go on: a server may end the session of a race. */
  readonly next: Session | null;
  /** Whether the refreshes left the session as it was. */
  readonly isUnchanged: boolean;
  show(): readonly ShownExchange[];
}

/** One duplicate proves the race. A session without a refresh token, or one that is never rotated, cannot be raced. */
function isDecided(trials: readonly Trial[]): boolean {
  if (trials.some(({ seen }) => seen.distinctSuccessors > 1 || Object.keys(seen.statuses).length === 0)) return true;
  // Twice, since a token without an id is signed to the same text within one second.
  return trials.filter(({ isUnchanged }) => isUnchanged).length > 1;
}

async function trial(client: AuthClient, session: Session): Promise<Trial> {
  const sentAtMs = performance.now();
  const answers = refreshTokenOf(session) === null ? [] : await client.refreshAtOnce(session, AT_ONCE);
  // By token: several responses may hold the same one.
  const successors = new Map(answers.flatMap((answer) => successorOf(answer)));
  // A server that does not rotate answers the presented token, or leaves its cookie as it is.
  successors.delete(refreshTokenOf(session) ?? '');
  const tried = await usedAll(client, [...successors.values()]);
  const usable = tried.flatMap((answer) => (answer.granted && answer.session !== null ? [answer.session] : []));
  const granted = answers.filter((answer) => answer.granted).length;
  const seen = {
    statuses: countStatuses(answers),
    granted,
    distinctSuccessors: successors.size,
    usableSuccessors: usable.length,
    retryAfters: answers.filter(({ retryAfterS }) => retryAfterS !== null).length,
    clearedCookies: answers.filter((answer) => !answer.granted && answer.clearsCookie).length,
  };
  // A server that does not rotate leaves the session as it was.
  const isUnchanged = granted > 0 && successors.size === 0;
  const next = isUnchanged ? session : (usable.at(-1) ?? null);
  const show = (): readonly ShownExchange[] => {
    const came = `${statusesText(seen.statuses)}; ${successors.size} new refresh token${successors.size === 1 ? '' : 's'}`;
    const together = answers[0]?.show({ sent: `one refresh token, ${AT_ONCE} times at once`, came });
    const [newToken = ''] = successors.keys();
    const variables = { NEW_REFRESH_TOKEN: newToken };
    const use = tried[0]?.show({ sent: 'a refresh token that came back', variables });
    return [together, use].filter((each) => each !== undefined);
  };
  return { seen, next, isUnchanged, show, ...spreadOf(answers, sentAtMs) };
}

const statusesText = (statuses: RaceTrial['statuses']): string =>
  Object.entries(statuses)
    .map(([status, count]) => `${count} × ${status === '0' ? 'no answer' : status}`)
    .join(', ');

/** A missing response has no time. */
function spreadOf(answers: readonly Answer[], sentAtMs: number): Spread {
  const atMs = answers.flatMap((answer) => (answer.status === 0 ? [] : [answer.atMs])).toSorted((a, b) => a - b);
  const firstMs = atMs[0] ?? sentAtMs;
  return {
    others: Math.max(0, atMs.length - 1),
    firstMs: firstMs - sentAtMs,
    spreadMs: (atMs.at(-1) ?? firstMs) - firstMs,
  };
}

const successorOf = ({ session, refreshToken }: Answer): readonly (readonly [string, Session])[] =>
  session === null || refreshToken === null ? [] : [[refreshToken, session]];

function countStatuses(answers: readonly Answer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Refreshes with each successor. */
async function usedAll(client: AuthClient, successors: readonly Session[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const successor of successors) answers.push(await client.refresh(successor));
  return answers;
}
