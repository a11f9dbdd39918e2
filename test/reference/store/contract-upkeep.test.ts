import { describe, expect } from 'vitest';
import { rowsOf } from '../../../src/reference/store/store.ts';
import { at, furnish, guess, HOUR_MS, LOCK_MS, NOON_MS, sessionOf, trade } from './literals.ts';
import { fresh, SQLITE, storeKinds } from './stores.ts';

describe.each(storeKinds)('$name', (kind) => {
  const { it, opened } = fresh(kind);

  it('expired sessions are removed with their tokens, and live ones are not', async () => {
    const { store, beneath } = opened();
    await furnish(store);
    const soonMs = Date.now() + 60;
    await store.openSession(sessionOf('short', { expiresAtMs: soonMs }), at(Date.now()));
    await store.rotate(trade('short-0', 'short-1'), at(Date.now()));
    expect(await beneath.tokens()).toBe(3);
    // Redis uses the real clock and checks the expiry when a key is read.
    await new Promise((resolve) => setTimeout(resolve, 120));
    await store.purgeExpired(Date.now(), 100);
    expect(await beneath.tokens()).toBe(1);
    expect(await store.rotate(trade('family-0', 'family-1'), at(NOON_MS))).toBe('rotated');
  });

  it('cleanup before the end of a session keeps the used tokens, so that reuse is detected', async () => {
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

  it('cleanup adds no audit entry and removes none', async () => {
    const { store } = opened();
    await furnish(store);
    const before = await store.logs[0].head();
    await store.purgeExpired(NOON_MS + 13 * HOUR_MS, 1000);
    expect(await store.logs[0].head()).toEqual(before);
    expect(await store.logs[0].page(0, 10)).toHaveLength(1);
  });

  it('a working store answers ping', async () => {
    await expect(opened().store.ping()).resolves.toBeUndefined();
  });
});

describe.each(SQLITE)('$name', (kind) => {
  const { it, opened } = fresh(kind);

  it('removes at most the requested number of rows, tokens before their session', async () => {
    const { store, beneath } = opened();
    await furnish(store);
    const endMs = NOON_MS + 12 * HOUR_MS;
    // One session with 25 tokens, four with one each, and three counters of failed logins.
    for (let step = 0; step < 24; step += 1) {
      await store.rotate(trade(`family-${step}`, `family-${step + 1}`), at(NOON_MS + step * LOCK_MS));
    }
    for (const id of ['a', 'b', 'c', 'd']) await store.openSession(sessionOf(id), at(NOON_MS));
    for (const attempt of ['x', 'y', 'z']) {
      const entry = { ...at(NOON_MS), event: 'login', outcome: 'bad', userId: null, sessionId: null } as const;
      await store.recordFailedLogin(entry, { ...guess(attempt), windowMs: 1000 });
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

  it('a failing request does not fail the others of its commit', async () => {
    const { store } = opened();
    await furnish(store);
    const outcomes = await Promise.allSettled([
      store.rotate(trade('family-0', 'family-1'), at(NOON_MS)),
      // A second session with the same id violates the primary key.
      store.openSession(sessionOf('family'), at(NOON_MS)),
      store.rotate(trade('family-1', 'family-2'), at(NOON_MS)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await store.logs[0].page(0, 10)).map(({ event }) => event)).toEqual(['login', 'refresh', 'refresh']);
  });
});
