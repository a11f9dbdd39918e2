import { describe, expect } from 'vitest';
import { verifyChain } from '../../../src/reference/store/chain.ts';
import type { AuditEntry, Store } from '../../../src/reference/store/store.ts';
import { at, furnish, guess, logOf, NOON_MS, owned, sessionOf, trade } from './literals.ts';
import { fresh, storeKinds, type Beneath } from './stores.ts';

const failedLogin: AuditEntry = {
  ...at(NOON_MS, 'guess'),
  event: 'login',
  outcome: 'bad-credentials',
  userId: null,
  sessionId: null,
};
/** The error of each store if its log accepts no entry. */
const NO_ENTRY = /no entry today|exhausted the last possible ID/;

const ATTEMPT = { ...guess('somebody'), windowMs: 60_000 };

/** All changes that must write an entry, each with a check whether it took effect. */
const DEEDS: readonly [
  what: string,
  act: (store: Store) => Promise<unknown>,
  did: (store: Store) => Promise<boolean>,
][] = [
  [
    'a login',
    (store) => store.openSession(sessionOf('new'), at(NOON_MS)),
    async (store) => (await store.liveSession(owned('new'), NOON_MS)) !== null || (await store.isUnused('new-0', 1)),
  ],
  [
    'a refresh',
    (store) => store.rotate(trade('family-0', 'family-1'), at(NOON_MS)),
    async (store) => (await store.isUnused('family-1', 1)) || !(await store.isUnused('family-0', 1)),
  ],
  [
    'a logout',
    (store) => store.revokeSession(owned('family'), 'logout', at(NOON_MS)),
    async (store) => (await store.liveSession(owned('family'), NOON_MS)) === null,
  ],
  [
    'a failed login',
    (store) => store.recordFailedLogin(failedLogin, ATTEMPT),
    async (store) => (await store.failedLogins(guess(ATTEMPT.attempt), NOON_MS)).count > 0,
  ],
];

describe.each(storeKinds)('$name', (kind) => {
  const { it, opened } = fresh(kind);

  it.each(DEEDS)('%s and its audit entry are committed together or not at all', async (_what, act, did) => {
    const { store, beneath } = opened();
    await furnish(store);
    await beneath.blockAudit();
    await expect(act(store)).rejects.toThrow(NO_ENTRY);
    expect(await did(store)).toBe(false);
    await beneath.unblockAudit();
    await act(store);
    expect(await did(store)).toBe(true);
    expect(await logOf(store)).toHaveLength(2);
    expect(await verifyChain(store)).toMatchObject({ state: 'intact' });
  });

  it('the end of a family by reuse is committed together with its audit entry or not at all', async () => {
    const { store, beneath } = opened();
    await furnish(store);
    await store.rotate(trade('family-0', 'family-1'), at(NOON_MS));
    await beneath.blockAudit();
    await expect(store.rotate(trade('family-0', 'x'), at(NOON_MS + 1000))).rejects.toThrow(NO_ENTRY);
    expect(await store.liveSession(owned('family'), NOON_MS + 1000)).not.toBeNull();
    await beneath.unblockAudit();
    expect(await store.rotate(trade('family-0', 'x'), at(NOON_MS + 1000))).toBe('reuse');
  });

  it('an entry contains user, event, outcome, time, address, family and request id', async () => {
    const { store } = opened();
    await furnish(store);
    await store.rotate(trade('family-0', 'family-1'), { atMs: NOON_MS + 7, ip: '::1', requestId: 'my-id.7' });
    const [, entry] = await store.logs[0].page(0, 10);
    expect(entry).toEqual({
      log: '',
      number: 2,
      atMs: NOON_MS + 7,
      event: 'refresh',
      outcome: 'ok',
      userId: 1,
      sessionId: 'family',
      ip: '::1',
      requestId: 'my-id.7',
      hash: expect.stringMatching(/^[0-9a-f]{40,64}$/),
    });
  });

  it('concurrent entries of two servers form one intact chain', async () => {
    const { store, another } = opened();
    const other = await another();
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        (index % 2 === 0 ? store : other).record({ ...failedLogin, requestId: `r${index}` }),
      ),
    );
    const entries = await store.logs[0].page(0, 1000);
    expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    expect(new Set(entries.map(({ requestId }) => requestId)).size).toBe(200);
    expect(await verifyChain(store)).toMatchObject({ state: 'intact', entries: 200, head: entries.at(-1)?.hash });
  });

  it.each<[string, (beneath: Beneath) => Promise<void>, number, string]>([
    ['the first entry is removed', (beneath) => beneath.removeEntry(1), 1, '1 missing before 2'],
    ['one in the middle is removed', (beneath) => beneath.removeEntry(3), 3, '1 missing before 4'],
    ['the last is removed', (beneath) => beneath.removeEntry(5), 5, 'the log ends at 4 of 5'],
    ['one is changed', (beneath) => beneath.changeEntry(3), 3, 'entry 3 changed'],
    ['the last is changed', (beneath) => beneath.changeEntry(5), 5, 'entry 5 changed'],
    // The state after a torn entry is restored in place of an acknowledged one.
    [
      'the last entry differs from the head',
      (beneath) => beneath.setHead('hash', 'ab'.repeat(20)),
      6,
      'entry 5 is not the one that was written last',
    ],
    [
      'the log is ahead of its head',
      (beneath) => beneath.setHead('number', '4'),
      6,
      'the log ends at 5, its head at 4',
    ],
    ['the head is removed', (beneath) => beneath.removeHead(), 6, 'the log ends at 5, its head at 0'],
  ])('the chain is broken when %s', async (_what, tamper, atNumber, because) => {
    const { store, beneath } = opened();
    for (const requestId of ['a', 'b', 'c', 'd', 'e']) await store.record({ ...failedLogin, requestId });
    expect(await verifyChain(store)).toMatchObject({ state: 'intact', entries: 5 });
    await tamper(beneath);
    expect(await verifyChain(store)).toEqual({ state: 'broken', log: '', atNumber, because });
  });

  it('a log longer than a page is read completely, and the newest entries since a time are ordered oldest first', async () => {
    const { store } = opened();
    const count = 1203;
    await Promise.all(
      Array.from({ length: count }, (_, index) =>
        store.record({ ...failedLogin, atMs: NOON_MS + index, requestId: `r${index}` }),
      ),
    );
    expect(await verifyChain(store)).toMatchObject({ state: 'intact', entries: count });
    const timesOf = async (sinceMs: number, limit: number): Promise<number[]> =>
      (await store.auditSince(sinceMs, limit)).map(({ atMs }) => atMs - NOON_MS);
    expect(await timesOf(NOON_MS + 1200, 10)).toEqual([1200, 1201, 1202]);
    expect(await timesOf(NOON_MS, 2)).toEqual([1201, 1202]);
    expect(await timesOf(NOON_MS + count, 10)).toEqual([]);
    expect(await timesOf(0, count)).toHaveLength(count);
  });

  it('an empty log is intact', async () => {
    expect(await verifyChain(opened().store)).toEqual({ state: 'intact', entries: 0, head: '' });
  });
});
