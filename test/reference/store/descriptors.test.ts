import { readdirSync, readlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { verifyChain } from '../../../src/reference/store/chain.ts';
import { openStore, openStores } from '../../../src/reference/store/open.ts';
import { openDatabase } from '../../../src/reference/store/sqlite/database.ts';
import { migrations } from '../../../src/reference/store/sqlite/migrations.ts';
import { openSqliteStore } from '../../../src/reference/store/sqlite/store.ts';
import { withFolder } from '../../cli/whyslow.ts';
import { serve, signIn } from '../client.ts';
import { at, furnish, NOON_MS, sessionOf, trade } from './literals.ts';

/** The files below this folder that this process has open, as the kernel lists them. */
function openFilesIn(folder: string): string[] {
  const targets = readdirSync('/proc/self/fd').map((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      // The descriptor of the listing itself is already closed.
      return '';
    }
  });
  return targets.filter((target) => target.startsWith(folder));
}

/** Opens a database, uses it and closes it. */
type Use = (file: string) => Promise<void>;

async function fill(file: string): Promise<void> {
  const store = openSqliteStore(file);
  await furnish(store);
  await store.rotate(trade('family-0', 'family-1'), at(NOON_MS));
  await store.close();
}

const USES: readonly (readonly [string, Use])[] = [
  ['a store that was filled', fill],
  [
    'a store with its patients',
    async (file) => {
      const { patients, close } = await openStores({ kind: 'sqlite', file }, { patients: 300 });
      expect(await patients.page(0, 100)).toHaveLength(100);
      expect(await patients.byId(3)).toMatchObject({ id: 3 });
      await close();
    },
  ],
  [
    'a store without indexes',
    async (file) => {
      const store = openSqliteStore(file, { indexed: false });
      await furnish(store);
      await store.close();
    },
  ],
  [
    'a store that was read by audit',
    async (file) => {
      await fill(file);
      const store = await openStore({ kind: 'sqlite', file });
      expect(await store.auditSince(0, 10)).toHaveLength(2);
      expect(await verifyChain(store)).toMatchObject({ state: 'intact' });
      await store.close();
    },
  ],
  [
    'a store that was cleaned up',
    async (file) => {
      await fill(file);
      const store = await openStore({ kind: 'sqlite', file });
      expect((await store.purgeExpired(NOON_MS * 2, 100)).sessions).toBe(1);
      await store.close();
    },
  ],
  [
    'a store of an older version, which is migrated',
    async (file) => {
      const [first = ''] = migrations(true);
      const older = new Libsql(file);
      older.exec(`${first}; PRAGMA user_version = 1`);
      older.close();
      await openSqliteStore(file).close();
    },
  ],
  [
    'a store whose write failed',
    async (file) => {
      const store = openSqliteStore(file);
      await expect(store.openSession(sessionOf('family', { userId: 99 }), at(NOON_MS))).rejects.toThrow('FOREIGN KEY');
      await store.close();
    },
  ],
  [
    'a server',
    async (file) => {
      const server = await serve({ store: { kind: 'sqlite', file } });
      await signIn(server.url);
      await server.close();
    },
  ],
];

test.skipIf(process.platform !== 'linux').each(USES)('close() closes the database file: %s', (_what, use) =>
  withFolder(async (folder) => {
    await use(join(folder, 'reference.db'));
    expect(openFilesIn(folder)).toEqual([]);
    // SQLite removes both companions when the last connection closes.
    expect((await readdir(folder)).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
  }),
);

test.skipIf(process.platform !== 'linux')('a failed open closes the file', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'reference.db');
    const other = new Libsql(file);
    other.exec('PRAGMA user_version = 1000');
    other.close();
    expect(() => openDatabase(file)).toThrow('was made by a newer whyslow');
    await expect.poll(() => openFilesIn(folder)).toEqual([]);
  }),
);

test('after closing one store of a file the other one works, and the closed one throws', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'reference.db');
    const [one, other] = [openSqliteStore(file), openSqliteStore(file)];
    await furnish(one);
    await one.close();
    await other.rotate(trade('family-0', 'family-1'), at(NOON_MS));
    expect(await other.logs[0].head()).toMatchObject({ number: 2 });
    await expect(one.logs[0].head()).rejects.toThrow('the database is closed');
    await other.close();
  }));
