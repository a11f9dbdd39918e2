import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeEach, test } from 'vitest';
import { openStore } from '../../../src/reference/store/open.ts';
import { openSqliteStore } from '../../../src/reference/store/sqlite/store.ts';
import type { Store } from '../../../src/reference/store/store.ts';
import { startRedis } from '../../serve/redis.ts';
import { testWith, type PartTest } from '../../serve/require.ts';

/** A store of either kind, and direct access to its data, as an operator or attacker has. */
export interface Opened {
  readonly store: Store;
  /** Opens a second server on the same state. */
  another(): Promise<Store>;
  readonly beneath: Beneath;
}

export interface Beneath {
  tokens(): Promise<number>;
  unusedTokens(): Promise<number>;
  deactivate(userId: number): Promise<void>;
  /** Makes the audit log accept no further entries. */
  blockAudit(): Promise<void>;
  unblockAudit(): Promise<void>;
  removeEntry(number: number): Promise<void>;
  /** Changes the user of an entry. */
  changeEntry(number: number): Promise<void>;
  /** Sets a field of the head of the log. */
  setHead(field: 'number' | 'hash', value: string): Promise<void>;
  removeHead(): Promise<void>;
}

type Undo = (() => Promise<unknown> | void)[];

interface Kind {
  readonly name: string;
  readonly test: PartTest;
  readonly open: (undo: Undo) => Promise<Opened>;
}

/** Starts a server if the store needs one, once per test file. */
const perFile: Undo = [];
let redisUrl: Promise<string> | undefined;

const kinds: readonly Kind[] = [
  { name: 'SQLite', test, open: openSqlite },
  { name: 'Redis', test: testWith(['redis']), open: openRedis },
];

export const SQLITE = kinds.slice(0, 1);

/** The stores under test: `describe.each(storeKinds)('%s', (kind) => { const { it, opened } = fresh(kind); … })`. */
export const storeKinds = kinds;

/** A new, empty store for each test. */
export function fresh(kind: Kind): { it: PartTest; opened: () => Opened } {
  const undo: Undo = [];
  let opened: Opened | undefined;
  beforeEach(async () => {
    opened = await kind.open(undo);
  });
  afterEach(() => runAll(undo));
  afterAll(() => runAll(perFile));
  return {
    it: kind.test,
    opened() {
      if (opened === undefined) throw new Error('no store is open outside of a test');
      return opened;
    },
  };
}

async function runAll(undo: Undo): Promise<void> {
  for (const step of undo.splice(0).toReversed()) await step();
}

async function openSqlite(undo: Undo): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
  undo.push(() => rm(folder, { recursive: true }));
  const file = join(folder, 'reference.db');
  const another = async (): Promise<Store> => {
    const store = openSqliteStore(file);
    undo.push(() => store.close());
    return store;
  };
  const store = await another();
  const sql = new Libsql(file);
  undo.push(() => void sql.close());
  return { store, another, beneath: beneathSqlite(sql) };
}

function beneathSqlite(sql: Libsql.Database): Beneath {
  const count = async (where: string): Promise<number> => {
    const row: unknown = sql.prepare(`SELECT count(*) AS n FROM refresh_tokens WHERE ${where}`).all([])[0];
    return Number(Object(row).n);
  };
  const execute = async (text: string): Promise<void> => void sql.exec(text);
  return {
    tokens: () => count('1'),
    unusedTokens: () => count('used_at IS NULL'),
    deactivate: (userId) => execute(`UPDATE users SET active = 0 WHERE id = ${userId}`),
    blockAudit: () =>
      execute("CREATE TRIGGER blocked BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no entry today'); END"),
    unblockAudit: () => execute('DROP TRIGGER blocked'),
    removeEntry: (number) => execute(`DELETE FROM audit WHERE id = ${number}`),
    changeEntry: (number) => execute(`UPDATE audit SET user_id = 99 WHERE id = ${number}`),
    setHead: (field, value) => execute(`UPDATE audit_head SET ${field === 'number' ? 'id' : 'hash'} = '${value}'`),
    removeHead: () => execute('DELETE FROM audit_head'),
  };
}

async function openRedis(undo: Undo): Promise<Opened> {
  redisUrl ??= startRedis().then((server) => {
    perFile.push(() => {
      redisUrl = undefined;
      return server.stop();
    });
    return server.url;
  });
  const url = await redisUrl;
  const redis = new Redis(url);
  undo.push(() => redis.quit());
  await redis.flushall();
  const another = async (): Promise<Store> => {
    const store = await openStore({ kind: 'redis', url });
    undo.push(() => store.close());
    return store;
  };
  return { store: await another(), another, beneath: beneathRedis(redis) };
}

const LOG = '{whyslow}:audit';

function beneathRedis(redis: Redis): Beneath {
  const tokens = (): Promise<string[]> => redis.keys('{whyslow}:token:*');
  return {
    tokens: async () => (await tokens()).length,
    async unusedTokens() {
      const used = await Promise.all((await tokens()).map((key) => redis.hexists(key, 'used_at')));
      return used.filter((isUsed) => isUsed === 0).length;
    },
    deactivate: async (userId) => void (await redis.hset(`{whyslow}:user:${userId}`, 'active', '0')),
    async blockAudit() {
      // A stream with the highest possible last id accepts no further entry.
      await redis.call('XSETID', LOG, '18446744073709551615-18446744073709551615');
    },
    async unblockAudit() {
      const [last] = await redis.xrevrange(LOG, '+', '-', 'COUNT', 1);
      await redis.call('XSETID', LOG, last?.[0] ?? '0-1');
    },
    removeEntry: async (number) => void (await redis.xdel(LOG, `${number}-0`)),
    async changeEntry(number) {
      // A stream is not editable, so it is rewritten.
      const entries = await redis.xrange(LOG, '-', '+');
      await redis.del(LOG);
      for (const [id, fields] of entries) {
        const changed = id === `${number}-0` ? fields.with(fields.indexOf('user') + 1, '99') : fields;
        await redis.xadd(LOG, id, ...changed);
      }
    },
    setHead: async (field, value) => void (await redis.hset(`${LOG}:head`, field, value)),
    removeHead: async () => void (await redis.del(`${LOG}:head`)),
  };
}
