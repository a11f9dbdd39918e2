import { readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { verifyChain } from '../../src/reference/store/chain.ts';
import { openStore } from '../../src/reference/store/open.ts';
import type { Store } from '../../src/reference/store/store.ts';
import { whyslow } from '../cli/whyslow.ts';
import { startRedis, type OwnedRedis } from '../serve/redis.ts';
import { testWith } from '../serve/require.ts';
import { scene, startServer } from './server-process.ts';
import { at, furnish, NOON_MS, owned, sessionOf, trade } from './store/literals.ts';

/** The end offsets of the commands in the append-only file: *COUNT, then $LENGTH and text for each word. */
function endsOfCommands(file: Buffer, from: number): number[] {
  const ends: number[] = [];
  let position = from;
  const line = (): string => {
    const end = file.indexOf('\r\n', position);
    const text = file.toString('latin1', position, end);
    position = end + 2;
    return text;
  };
  while (position < file.length) {
    for (let words = Number(line().slice(1)); words > 0; words -= 1) {
      const length = Number(line().slice(1));
      position += length + 2;
    }
    ends.push(position);
  }
  return ends;
}

/** Offsets inside and after each command except the last, EXEC. After EXEC the transaction is complete. */
function tearsOf(file: Buffer, from: number): number[] {
  const ends = endsOfCommands(file, from);
  return ends.flatMap((end, index) => (index === ends.length - 1 ? [end - 3] : [end - 3, end]));
}

async function withStore<T>({ url }: OwnedRedis, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ kind: 'redis', url });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const login = (id: string) => (store: Store) => store.openSession(sessionOf(id), at(NOON_MS, id));

/** Kills Redis and truncates its file, like a crash in the middle of a write. */
async function tear(redis: OwnedRedis, length: number): Promise<void> {
  await redis.crash();
  truncateSync(redis.appendOnlyFile(), length);
}

const requestsIn = async (store: Store): Promise<string[]> =>
  (await store.logs[0].page(0, 1000)).map(({ requestId }) => requestId);

/** A torn transaction was never acknowledged, because Redis answers after the flush. */
const TORN: readonly [string, (store: Store) => Promise<unknown>][] = [
  ['a login', login('torn')],
  ['a refresh', (store) => store.rotate(trade('family-0', 'torn-0'), at(NOON_MS, 'torn'))],
];

testWith(['redis']).each(TORN)(
  'aof-load-truncated no and redis-check-aof --fix: a torn transaction of %s has no effect, at any offset',
  (_what, act) =>
    scene(async ({ later }) => {
      const redis = await startRedis('durable');
      later(redis.stop);
      await withStore(redis, furnish);
      const answered = ['login'];
      const whole = statSync(redis.appendOnlyFile()).size;
      await withStore(redis, act);
      const tears = tearsOf(readFileSync(redis.appendOnlyFile()), whole).map((length) => length - whole);
      expect(tears.length).toBeGreaterThanOrEqual(10);
      await tear(redis, whole);
      await redis.restart();

      for (const [round, length] of tears.entries()) {
        const before = statSync(redis.appendOnlyFile()).size;
        await withStore(redis, act);
        await tear(redis, before + length);
        await redis.restart();
        expect(redis.repairs()).toBe(round + 1);
        // This entry is appended after the cut and read at the next restart.
        await withStore(redis, login(`after-${round}`));
        answered.push(`after-${round}`);
        await redis.crash();
        await redis.restart();
        await withStore(redis, async (store) => {
          expect(await requestsIn(store)).toEqual(answered);
          expect(await verifyChain(store)).toMatchObject({ state: 'intact' });
          expect([await store.isUnused('family-0', 1), await store.isUnused('torn-0', 1)]).toEqual([true, false]);
          expect(await store.liveSession(owned(`after-${round}`), NOON_MS)).not.toBeNull();
        });
      }
    }),
);

testWith(['redis'])(
  'aof-load-truncated yes: Redis restores the torn login in place of an acknowledged one, and the server refuses it',
  (context) =>
    scene(async ({ folder, later }) => {
      const redis = await startRedis('self-repairing');
      later(redis.stop);
      await withStore(redis, furnish);
      const before = statSync(redis.appendOnlyFile()).size;
      await withStore(redis, login('torn'));
      const [, , second = 0] = endsOfCommands(readFileSync(redis.appendOnlyFile()), before);
      // Inside the second command of the transaction. The first, the audit entry, is complete.
      await tear(redis, second - 3);
      await redis.restart();
      await withStore(redis, async (store) => {
        expect(await requestsIn(store)).toEqual(['login']);
        await login('answered')(store);
      });
      await redis.crash();
      await redis.restart();

      const requests = await withStore(redis, requestsIn);
      if (requests.includes('answered')) context.skip('this Redis truncates before MULTI');
      expect(requests).toEqual(['login', 'torn']);
      const plan = { args: ['--store', redis.url], logPath: join(folder, 'log') };
      await expect(startServer(plan)).rejects.toThrow(
        'The audit log is broken at entry 3: entry 2 is not the one that was written last.',
      );
      const audit = await whyslow(['reference', 'audit', '--store', redis.url]);
      expect([audit.code, audit.stderr]).toEqual([
        20,
        expect.stringMatching(
          /^chain broken at entry 3: entry 2 is not the one that was written last\n  Copy the database .*\n$/s,
        ),
      ]);
    }),
);
