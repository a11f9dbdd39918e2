import { describe, expect } from 'vitest';
import { at, furnish, HOUR_MS, LOCK_MS, logOf, NOON_MS, owned, sessionOf, trade } from './literals.ts';
import { fresh, storeKinds } from './stores.ts';

describe.each(storeKinds)('$name', (kind) => {
  const { it, opened } = fresh(kind);

  it('a token is exchanged for its successor, and the successor for the next', async () => {
    const { store } = opened();
    await furnish(store);
    expect([await store.isUnused('family-0', 1), await store.isUnused('family-1', 1)]).toEqual([true, false]);
    expect(await store.rotate(trade('family-0', 'family-1'), at(NOON_MS + 1))).toBe('rotated');
    expect([await store.isUnused('family-0', 1), await store.isUnused('family-1', 1)]).toEqual([false, true]);
    expect(await store.rotate(trade('family-1', 'family-2'), at(NOON_MS + 2))).toBe('rotated');
    expect(await store.liveSession(owned('family'), NOON_MS + 2)).toEqual({ userId: 1, username: 'user1' });
    expect(await logOf(store)).toEqual(['login ok', 'refresh ok', 'refresh ok']);
  });

  it('of fifty concurrent rotations through two servers exactly one succeeds, and one valid token is left', async () => {
    const { store, another, beneath } = opened();
    await furnish(store);
    const other = await another();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? store : other).rotate(trade('family-0', `successor-${index}`), at(NOON_MS + index)),
      ),
    );
    expect(outcomes.toSorted((a, b) => a.localeCompare(b))).toEqual([
      ...Array.from({ length: 49 }, () => 'locked'),
      'rotated',
    ]);
    expect(await beneath.unusedTokens()).toBe(1);
    const winner = `successor-${outcomes.indexOf('rotated')}`;
    expect(await store.rotate(trade(winner, 'next', 'family'), at(NOON_MS + 100))).toBe('rotated');
  });

  it.each([
    ['within the grace window it is a double submit, which ends nothing', LOCK_MS - 1, 'locked', true],
    ['after it, it is reuse, which ends the family', LOCK_MS, 'reuse', false],
  ] as const)('a used token comes back: %s', async (_case, laterMs, outcome, isLive) => {
    const { store } = opened();
    await furnish(store);
    await store.openSession(sessionOf('other'), at(NOON_MS));
    await store.rotate(trade('family-0', 'family-1'), at(NOON_MS));
    const later = at(NOON_MS + laterMs);
    expect(await store.rotate(trade('family-0', 'stolen'), later)).toBe(outcome);
    expect((await store.liveSession(owned('family'), later.atMs)) !== null).toBe(isLive);
    expect(await store.isUnused('stolen', 1)).toBe(false);
    expect(await store.rotate(trade('family-1', 'family-2'), later)).toBe(isLive ? 'rotated' : 'revoked');
    expect(await store.rotate(trade('other-0', 'other-1'), later)).toBe('rotated');
  });

  it('reuse of any earlier token is detected, not only of the last', async () => {
    const { store } = opened();
    await furnish(store);
    for (const step of [0, 1, 2]) {
      await store.rotate(trade(`family-${step}`, `family-${step + 1}`), at(NOON_MS + step * LOCK_MS));
    }
    expect(await store.rotate(trade('family-0', 'stolen'), at(NOON_MS + 2 * LOCK_MS))).toBe('reuse');
    expect(await store.rotate(trade('family-3', 'family-4'), at(NOON_MS + 2 * LOCK_MS))).toBe('revoked');
    expect((await logOf(store)).slice(-2)).toEqual(['reuse reuse', 'refresh revoked']);
  });

  it('of fifty concurrent reuses one gets the outcome reuse, and the family ends once', async () => {
    const { store } = opened();
    await furnish(store);
    await store.rotate(trade('family-0', 'family-1'), at(NOON_MS));
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) => store.rotate(trade('family-0', `x${index}`), at(NOON_MS + LOCK_MS))),
    );
    expect(outcomes.filter((outcome) => outcome === 'reuse')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'revoked')).toHaveLength(49);
  });

  it('a token that was never issued is unknown, and the log records it', async () => {
    const { store } = opened();
    expect(await store.rotate(trade('forged', 'x'), at(NOON_MS))).toBe('unknown');
    expect(await logOf(store)).toEqual(['refresh unknown']);
  });

  it('a family ends at the expiry of its login, regardless of refreshes', async () => {
    const { store } = opened();
    await furnish(store);
    const endMs = NOON_MS + 12 * HOUR_MS;
    // A minute before the end, because Redis expires the new token by its own clock.
    expect(await store.rotate(trade('family-0', 'family-1'), at(endMs - 60_000))).toBe('rotated');
    expect(await store.liveSession(owned('family'), endMs - 1)).not.toBeNull();
    expect(await store.liveSession(owned('family'), endMs)).toBeNull();
    expect(await store.rotate(trade('family-1', 'family-2'), at(endMs))).toBe('expired');
    expect((await logOf(store)).at(-1)).toBe('refresh expired');
  });

  it('logout ends all tokens of its session only, once', async () => {
    const { store } = opened();
    await furnish(store);
    await store.openSession(sessionOf('other'), at(NOON_MS));
    await store.rotate(trade('family-0', 'family-1'), at(NOON_MS));
    await store.revokeSession(owned('family'), 'logout', at(NOON_MS + 1));
    await store.revokeSession(owned('family'), 'logout', at(NOON_MS + 2));
    await store.revokeSession(owned('nowhere'), 'logout', at(NOON_MS + 2));
    expect(await store.liveSession(owned('family'), NOON_MS + 2)).toBeNull();
    expect(await store.rotate(trade('family-1', 'family-2'), at(NOON_MS + 2))).toBe('revoked');
    expect(await store.liveSession(owned('other'), NOON_MS + 2)).not.toBeNull();
    expect((await logOf(store)).slice(-2)).toEqual(['logout revoked', 'refresh revoked']);
  });

  it('an inactive user cannot refresh, and is not found', async () => {
    const { store, beneath } = opened();
    await furnish(store);
    await beneath.deactivate(1);
    expect(await store.rotate(trade('family-0', 'family-1'), at(NOON_MS))).toBe('revoked');
    expect(await store.isUnused('family-1', 1)).toBe(false);
    expect([await store.liveSession(owned('family'), NOON_MS), await store.userById(1)]).toEqual([null, null]);
    expect(await store.userById(2)).toEqual({ userId: 2, username: 'user2' });
    expect(await store.findUser('user1')).toMatchObject({ active: false });
  });
});
