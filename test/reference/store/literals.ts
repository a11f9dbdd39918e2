import type { NewSession, Origin, Rotation, Store } from '../../../src/reference/store/store.ts';

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

export const trade = (presentedHash: string, successorHash: string): Rotation => ({
  presentedHash,
  successorHash,
  lockMs: LOCK_MS,
});

/** Three users, and a session of the first with the token `family-0`, opened at noon. */
export async function furnish(store: Store): Promise<void> {
  await store.addUsers(['user1', 'user2', 'user3'], 'a hash');
  await store.openSession(sessionOf('family'), at(NOON_MS, 'login'));
}

/** The audit log as "event outcome", oldest first. */
export async function logOf(store: Store): Promise<string[]> {
  const entries = await store.auditPage(0, 10_000);
  return entries.map(({ event, outcome }) => `${event} ${outcome}`);
}
