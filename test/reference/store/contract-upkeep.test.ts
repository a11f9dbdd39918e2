import { describe, expect } from 'vitest';
import { rowsOf } from '../../../src/reference/store/store.ts';
import { at, furnish, HOUR_MS, LOCK_MS, NOON_MS, sessionOf, trade } from './literals.ts';
import { fresh, SQLITE, storeKinds } from './stores.ts';

describe.each(storeKinds)('$name', (kind) => {
  const { it, opened } = fresh(kind);

  it('what has expired is removed with its tokens, and what lives is not', async () => {
    const { store, beneath } = opened();
    await furnish(store);
    const soonMs = Date.now() + 60;
    await store.openSession(sessionOf('short', { expiresAtMs: soonMs }), at(Date.now()));
    await store.rotate(trade('short-0', 'short-1'), at(Date.now()));
    expect(await beneath.tokens()).toBe(3);
    // Redis goes by the real clock; it looks twice when it is asked for a key.
    await new Promise((resolve) => setTimeout(resolve, 120));
    await store.purgeExpired(Date.now(), 100);
    expect(await beneath.tokens()).toBe(1);
    expect(await store.rotate(trade('family-0', 'family-1'), at(NOON_MS))).toBe('rotated');
  });

  it('no clean-up before the end of a session takes what tells a thief from a stranger', async () => {
    const { store, beneath } = opened();
    await furnish(store);
    for (let step = 0; step < 20; step += 1) {
      await store.rotate(trade(`family-${step}`, `family-${step + 1}`), at(NOON_MS + step));
    }
    const lastMs = NOON_MS + 12 * HOUR_MS - 1;
    expect(rowsOf(await store.purgeExpired(lastMs, 1000))).toBe(0);
    expect(await beneath.tokens()).toBe(21);
    expect(await store.rotate(trade('family-0', 'stolen'), at(lastMs))).toBe('reuse');
    expect(rowsOf(await store.purgeExpired(lastMs, 1000))).toBe(0);
    expect(await store.rotate(trade('family-20', 'family-21'), at(lastMs))).toBe('revoked');
  });

  it('clean-up leaves no trace in the audit log and takes none out', async () => {
    const { store } = opened();
    await furnish(store);
    const before = await store.auditHead();
    await store.purgeExpired(NOON_MS + 13 * HOUR_MS, 1000);
    expect(await store.auditHead()).toEqual(before);
    expect(await store.auditPage(0, 10)).toHaveLength(1);
  });

  it('a store that works answers a ping', async () => {
    await expect(opened().store.ping()).resolves.toBeUndefined();
  });
});

describe.each(SQLITE)('$name', (kind) => {
  const { it, opened } = fresh(kind);

  it('removes in batches that hold at most what was asked for, tokens before their session', async () => {
    const { store, beneath } = opened();
    await furnish(store);
    const endMs = NOON_MS + 12 * HOUR_MS;
    // One busy session with 25 tokens, four idle ones with one each, and three counters of failed logins.
    for (let step = 0; step < 24; step += 1) {
      await store.rotate(trade(`family-${step}`, `family-${step + 1}`), at(NOON_MS + step * LOCK_MS));
    }
    for (const id of ['a', 'b', 'c', 'd']) await store.openSession(sessionOf(id), at(NOON_MS));
    for (const attempt of ['x', 'y', 'z']) {
      const entry = { ...at(NOON_MS), event: 'login', outcome: 'bad', userId: null, sessionId: null } as const;
      await store.recordFailedLogin(entry, { attempt, windowMs: 1000 });
    }
    expect(await store.purgeExpired(endMs - 1, 2)).toEqual({ tokens: 0, sessions: 0, attempts: 2 });
    const batches: number[] = [];
    for (let rows = 10; rows === 10;) {
      rows = rowsOf(await store.purgeExpired(endMs, 10));
      batches.push(rows);
    }
    expect(batches).toEqual([10, 10, 10, 5]);
    expect(await beneath.tokens()).toBe(0);
    expect(await store.purgeExpired(endMs, 10)).toEqual({ tokens: 0, sessions: 0, attempts: 0 });
  });

  it('a request that cannot be done does not take the others of its commit with it', async () => {
    const { store } = opened();
    await furnish(store);
    const outcomes = await Promise.allSettled([
      store.rotate(trade('family-0', 'family-1'), at(NOON_MS)),
      // A second session of the same id breaks the key of its table.
      store.openSession(sessionOf('family'), at(NOON_MS)),
      store.rotate(trade('family-1', 'family-2'), at(NOON_MS)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await store.auditPage(0, 10)).map(({ event }) => event)).toEqual(['login', 'refresh', 'refresh']);
  });
});
