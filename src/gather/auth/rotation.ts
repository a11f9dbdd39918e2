import type { GraceWindow } from '../../model/auth-evidence.ts';
import type { Session } from '../../flows/contract.ts';
import type { GatherContext } from '../context.ts';
import { type Answer, type AuthClient, presented, refreshPastLock, refreshTokenOf, shownAs } from './contract.ts';
import { securityExchange } from './security-exchange.ts';

const noRefreshToken = {
  issued: false,
  successor: 'none',
  reuse: { status: 0, granted: false },
  newestAfterReuse: null,
  grace: null,
} as const;

/** The reuse interval of several servers is 10 s by default; the rest is for whole seconds and clocks that differ. */
const LONGEST_GRACE_MS = 12_000;

/**
 * When a spent token is presented again, in ms after its first use. A grace of one second, which covers a double submit,
 * is told from one of two seconds; after that the steps double.
 */
const LOOKS_MS = [500, 1_000, 1_500, 2_000, 4_000, 8_000, 16_000, 32_000];

/** The last look is at the end of the longest grace. */
export const looksUntil = (longestMs: number = LONGEST_GRACE_MS): readonly number[] =>
  longestMs === 0 ? [] : [...LOOKS_MS.filter((lookMs) => lookMs < longestMs), longestMs];

/** The claim `iat` counts seconds. The margin is for a clock that differs from ours. */
const NEXT_SECOND_MS = 1_100;

/** Refreshes once, presents the spent token again until it is refused, and checks whether the session is still valid after that. */
export const rotation = securityExchange({
  kind: 'rotation',
  title: 'presenting a spent refresh token',
  harm: 'attacks',
  budgetMs: 120_000,
  sends: [
    'one sign-in, two refreshes and the spent refresh token once more; up to 7 times more in 12 s while it is still good, in 3 s with `--only`, or in the time of `--longest-grace`',
  ],
  async perform(client, context) {
    const spent = await client.signIn();
    const spentToken = refreshTokenOf(spent);
    if (spentToken === null) return noRefreshToken;
    const first = await firstRefresh(client, spent, spentToken);
    const { session: next, refreshToken: newest, atMs } = first;
    const successor = newest === null ? 'none' : newest === spentToken ? 'same' : 'new';
    const use = first.show({ sent: 'the refresh token', came: `${first.status} with ${successorText[successor]}` });
    const shown = use === undefined ? {} : { use };
    if (successor !== 'new' || next === null) {
      const reuse = presented(await refreshPastLock(client, spent), { sent: 'the same refresh token again' });
      return { issued: true, successor, ...shown, reuse, newestAfterReuse: null, grace: null };
    }
    const { reuse, latest, grace } = await reuseUntilRefused(client, spent, { next, usedAtMs: atMs }, context);
    return {
      issued: true,
      successor,
      ...shown,
      reuse: presented(reuse, USED),
      newestAfterReuse: presented(await client.refresh(latest), {
        sent: 'the newest refresh token of the session, after the used one',
        variables: { NEWEST_REFRESH_TOKEN: refreshTokenOf(latest) ?? '' },
      }),
      grace,
    };
  },
});

const USED = { sent: 'the used refresh token' };

const successorText = {
  new: 'a new refresh token',
  same: 'the same refresh token',
  none: 'no refresh token',
} as const;

/** A token without an id is signed to the same text within one second, so an equal one is asked for again. */
async function firstRefresh(client: AuthClient, spent: Session, spentToken: string): Promise<Answer> {
  const first = await client.refresh(spent);
  if (first.refreshToken !== spentToken) return first;
  await client.pause(NEXT_SECOND_MS);
  return client.refresh(spent);
}

interface Reuse {
  readonly reuse: Answer;
  /** The session with the newest refresh token. */
  readonly latest: Session;
  readonly grace: GraceWindow | null;
}

async function reuseUntilRefused(
  client: AuthClient,
  spent: Session,
  { next, usedAtMs }: { readonly next: Session; readonly usedAtMs: number },
  { watch, longestGraceMs }: GatherContext,
): Promise<Reuse> {
  let reuse = await refreshPastLock(client, spent);
  if (!reuse.granted) return { reuse, latest: next, grace: null };
  let latest = next;
  const shown = shownAs(reuse.show({ sent: 'the used refresh token, at once' }));
  let lastGrantedMs = reuse.atMs - usedAtMs;
  const longestMs = longestGraceMs ?? LONGEST_GRACE_MS;
  for (const lookMs of looksUntil(longestMs)) {
    watch({ kind: 'stage', text: searchText(lastGrantedMs, longestMs) });
    latest = reuse.session ?? latest;
    await client.pause(Math.max(0, usedAtMs + lookMs - reuse.atMs));
    reuse = await client.refresh(spent);
    const seenMs = reuse.atMs - usedAtMs;
    if (!reuse.granted) return { reuse, latest, grace: { lastGrantedMs, endedByMs: seenMs, ...shown } };
    lastGrantedMs = seenMs;
  }
  return { reuse, latest: reuse.session ?? latest, grace: { lastGrantedMs, endedByMs: null, ...shown } };
}

const searchText = (lastGrantedMs: number, longestMs: number): string =>
  `a used refresh token was accepted ${secondsText(lastGrantedMs)} after its use; looking for the end, up to ${secondsText(longestMs)} after it`;

const secondsText = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
