import type { Attempt, NewSession, Origin, Rotation, SessionOwner, Store } from '../../../src/reference/store/store.ts';

/** Far in the future, so that nothing expires while a test runs. */
export const NOON_MS = Date.UTC(2126, 0, 15, 12);
export const HOUR_MS = 3_600_000;
export const LOCK_MS = 1000;

export const at = (atMs: number, requestId = 'req-1'): Origin => ({ atMs, ip: '127.0.0.1', requestId });

export const sessionOf = (id: string, change: Partial<NewSession> = {}): NewSession => ({
  id,
  userId: 1,
  tokenHash: `${id}-0`,
  expiresAtMs: NOON_MS + 12 * HOUR_MS,
  attempt: 'unused',
  ...change,
});

/** A session of the first user. */
export const owned = (id: string): SessionOwner => ({ id, userId: 1 });

/** Tokens are named after their session: `family-0`. */
export const trade = (
  presentedHash: string,
  successorHash: string,
  session = presentedHash.replace(/-\d+$/, ''),
): Rotation => ({
  session: owned(session),
  presentedHash,
  successorHash,
  lockMs: LOCK_MS,
});

/** An attempt on the first user. */
export const guess = (attempt: string): Pick<Attempt, 'attempt' | 'username'> => ({ attempt, username: 'user1' });

/** Three users, and a session of the first with the token `family-0`, opened at noon. */
export async function furnish(store: Store): Promise<void> {
  await store.addUsers(['user1', 'user2', 'user3'], 'a hash');
  await store.openSession(sessionOf('family'), at(NOON_MS, 'login'));
}

/** The audit log as "event outcome", oldest first. */
export async function logOf(store: Store): Promise<string[]> {
  const entries = await store.logs[0].page(0, 10_000);
  return entries.map(({ event, outcome }) => `${event} ${outcome}`);
}
