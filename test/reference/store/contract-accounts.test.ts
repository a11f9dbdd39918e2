import { describe, expect } from 'vitest';
import type { AuditEntry } from '../../../src/reference/store/store.ts';
import { at, guess, NOON_MS, sessionOf } from './literals.ts';
import { fresh, storeKinds } from './stores.ts';

const MINUTE_MS = 60_000;

const failureAt = (atMs: number): AuditEntry => ({
  ...at(atMs),
  event: 'login',
  outcome: 'bad-credentials',
  userId: null,
  sessionId: null,
});

describe.each(storeKinds)('$name', (kind) => {
  const { it, opened } = fresh(kind);

  it('accounts are created once; later starts set the new password and keep their ids', async () => {
    const { store, another } = opened();
    const names = Array.from({ length: 1203 }, (_, index) => `user${index + 1}`);
    await store.addUsers(names, 'old');
    await (await another()).addUsers([...names, 'late'], 'new');
    expect(await store.findUser('user1203')).toEqual({
      id: 1203,
      username: 'user1203',
      passwordHash: 'new',
      active: true,
    });
    expect((await store.findUser('user1'))?.id).toBe(1);
    expect((await store.findUser('late'))?.passwordHash).toBe('new');
  });

  it.each([
    ['user1', 1],
    ['USER1', 1],
    ['uSeR1', 1],
    ['Émile', 2],
    ['émile', null],
    ['user', null],
    ['user1 ', null],
    ['', null],
    ['user1\u0000', null],
    ['%', null],
    ['*', null],
  ])('the name %j finds account %s: case is ignored in ASCII, and nothing else', async (name, id) => {
    const { store } = opened();
    await store.addUsers(['user1', 'Émile'], 'a hash');
    expect((await store.findUser(name))?.id ?? null).toBe(id);
  });

  it('failures are counted for one window from the first failure, and the window does not move', async () => {
    const { store } = opened();
    const countAt = async (atMs: number): Promise<number> => (await store.failedLogins(guess('a'), atMs)).count;
    const fail = (atMs: number): Promise<void> =>
      store.recordFailedLogin(failureAt(atMs), { ...guess('a'), windowMs: MINUTE_MS });
    await fail(NOON_MS);
    await fail(NOON_MS + MINUTE_MS - 1);
    expect(await store.failedLogins(guess('a'), NOON_MS + MINUTE_MS - 1)).toEqual({
      count: 2,
      endsAtMs: NOON_MS + MINUTE_MS,
    });
    expect([await countAt(NOON_MS + MINUTE_MS), (await store.failedLogins(guess('b'), NOON_MS)).count]).toEqual([0, 0]);
    await fail(NOON_MS + MINUTE_MS);
    expect(await countAt(NOON_MS + MINUTE_MS)).toBe(1);
  });

  it('concurrent failures through two servers are all counted', async () => {
    const { store, another } = opened();
    const other = await another();
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? store : other).recordFailedLogin(failureAt(NOON_MS), { ...guess('a'), windowMs: MINUTE_MS }),
      ),
    );
    expect((await store.failedLogins(guess('a'), NOON_MS)).count).toBe(40);
  });

  it('a login resets the failures of its own attempt only', async () => {
    const { store } = opened();
    await store.addUsers(['user1'], 'a hash');
    for (const attempt of ['a', 'b']) {
      await store.recordFailedLogin(failureAt(NOON_MS), { ...guess(attempt), windowMs: MINUTE_MS });
    }
    await store.openSession(sessionOf('family', { attempt: 'a' }), at(NOON_MS));
    const counts = await Promise.all(['a', 'b'].map((attempt) => store.failedLogins(guess(attempt), NOON_MS)));
    expect(counts.map(({ count }) => count)).toEqual([0, 1]);
  });
});
