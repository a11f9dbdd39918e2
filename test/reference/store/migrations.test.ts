import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyChain } from '../../../src/reference/store/chain.ts';
import { openStore } from '../../../src/reference/store/open.ts';
import { openDatabase } from '../../../src/reference/store/sqlite/database.ts';
import { migrations } from '../../../src/reference/store/sqlite/migrations.ts';
import { openSqliteStore } from '../../../src/reference/store/sqlite/store.ts';
import { at, NOON_MS, trade } from './literals.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
  file = join(folder, 'reference.db');
});
afterEach(() => rm(folder, { recursive: true }));

function sql(...statements: string[]): void {
  const connection = new Libsql(file);
  for (const statement of statements) connection.exec(statement);
  connection.close();
}

function versionNow(): number {
  const connection = new Libsql(file);
  const row: unknown = connection.prepare('PRAGMA user_version').all([])[0];
  connection.close();
  return Number(Object(row).user_version);
}

/** A store of the first version: a user, a session with a used and an unused token, and a log without a chain. */
const FIRST_VERSION = [
  migrations(true)[0] ?? '',
  "INSERT INTO users(id, username, pw) VALUES(1, 'user1', 'a hash')",
  `INSERT INTO sessions(id, user_id, created_at, expires_at) VALUES('family', 1, ${NOON_MS}, ${NOON_MS + 1e7})`,
  `INSERT INTO refresh_tokens VALUES('old', 'family', 0, ${NOON_MS + 1e7}, ${NOON_MS})`,
  `INSERT INTO refresh_tokens VALUES('new', 'family', 1, ${NOON_MS + 1e7}, NULL)`,
  `INSERT INTO audit(at, event, outcome, user_id, session_id, ip, req)
     VALUES(${NOON_MS}, 'login', 'ok', 1, 'family', '::1', 'r1'), (${NOON_MS}, 'refresh', 'ok', 1, 'family', '::1', 'r2')`,
];

test.each([
  ['1', 'PRAGMA user_version = 1'],
  ['0, which wrote no number down', 'PRAGMA user_version = 0'],
])('a store of version %s is migrated without loss', async (_version, mark) => {
  sql(...FIRST_VERSION, mark);
  const store = openSqliteStore(file);
  expect(versionNow()).toBe(migrations(true).length);
  expect(await store.rotate(trade('new', 'newer'), at(NOON_MS + 5))).toBe('rotated');
  expect(await store.rotate(trade('old', 'stolen'), at(NOON_MS + 5000))).toBe('reuse');
  const entries = await store.logs[0].page(0, 10);
  expect(entries.map(({ number, hash }) => [number, hash !== ''])).toEqual([
    [1, false],
    [2, false],
    [3, true],
    [4, true],
  ]);
  expect(await verifyChain(store)).toMatchObject({ state: 'intact', entries: 4 });
  await store.close();
});

test('reopening changes nothing, and four concurrent servers create the store once', async () => {
  const stores = await Promise.all(Array.from({ length: 4 }, async () => openSqliteStore(file)));
  await Promise.all(stores.map((store) => store.addUsers(['user1'], 'a hash')));
  for (const store of stores) await store.close();
  expect(versionNow()).toBe(migrations(true).length);
  const again = openSqliteStore(file);
  expect(await again.findUser('user1')).toMatchObject({ id: 1 });
  await again.close();
});

test('a migration that fails half-way leaves the store as it was', () => {
  // An existing table makes the second step fail after its first statements.
  sql(...FIRST_VERSION, 'CREATE TABLE login_failures(x)', 'PRAGMA user_version = 1');
  expect(() => openSqliteStore(file)).toThrow('login_failures');
  expect(versionNow()).toBe(1);
  const connection = new Libsql(file);
  expect(connection.prepare('SELECT * FROM audit').all([])[0]).not.toHaveProperty('hash');
  connection.close();
});

const newer = `PRAGMA user_version = ${migrations(true).length + 1}`;

test.each<[string, () => Promise<void> | void, string, RegExp]>([
  [
    'made by a newer version',
    () => sql(migrations(true)[0] ?? '', newer),
    'newer-store',
    /was made by a newer whyslow\. Use that one, or name another file\.$/,
  ],
  [
    'a database of another program',
    () => sql('CREATE TABLE auth_user(id)', 'CREATE TABLE django_session(id)', 'PRAGMA user_version = 7'),
    'not-a-store',
    /is a database of another program \(it has auth_user, django_session\)\. Name another file\.$/,
  ],
  [
    'no database',
    () => writeFile(file, 'secret=1\n'.repeat(20)),
    'not-a-store',
    /is not a SQLite database\. Name another file/,
  ],
])('a file that is %s is refused with the next step, and not changed', async (_what, make, code, message) => {
  await make();
  const before = await readFile(file);
  expect(() => openSqliteStore(file)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  );
  await expect(openStore({ kind: 'sqlite', file })).rejects.toMatchObject({ code });
  expect((await readFile(file)).equals(before)).toBe(true);
});

test.each<[string, () => string, RegExp]>([
  ['in a folder that does not exist', () => join(folder, 'nowhere', 'x.db'), /in a folder that does not exist/],
  ['a folder', () => folder, /is a folder\. Name a file/],
])('a store that is %s is refused with the next step', (_what, path, message) => {
  expect(() => openDatabase(path())).toThrow(
    expect.objectContaining({ code: 'store-unusable', message: expect.stringMatching(message) }),
  );
});

test('a maintenance command does not create a store in an empty file', async () => {
  await writeFile(file, '');
  await expect(openStore({ kind: 'sqlite', file })).rejects.toMatchObject({
    code: 'not-a-store',
    message: expect.stringContaining('is empty'),
  });
  expect((await stat(file)).size).toBe(0);
});

test.skipIf(process.platform === 'win32')('only the owner may read the files of a store', async () => {
  const store = openSqliteStore(file);
  await store.addUsers(['user1'], 'a hash');
  const modes = await Promise.all(['', '-wal', '-shm'].map(async (end) => (await stat(file + end)).mode & 0o777));
  expect(modes).toEqual([0o600, 0o600, 0o600]);
  await store.close();
});
