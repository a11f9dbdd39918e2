import { join } from 'node:path';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { startReference } from '../../src/reference/process.ts';
import { verifyChain } from '../../src/reference/store/chain.ts';
import { openStore } from '../../src/reference/store/open.ts';
import { start, whyslow, type Ended } from '../cli/whyslow.ts';
import { startRedis } from '../serve/redis.ts';
import { testWith, type PartTest } from '../serve/require.ts';
import { PASSWORD, post, serve, signIn, USER } from './client.ts';
import { scene, startServer, type Scene } from './server-process.ts';

/** A store with three entries, and two ways to break the end of its log. */
interface Left {
  readonly store: string;
  readonly place: { kind: 'sqlite'; file: string } | { kind: 'redis'; url: string };
  removeLast(): Promise<void>;
  /** Adds an entry after the head, like a torn transaction. */
  forgetLast(): Promise<void>;
}

async function fill(place: Left['place']): Promise<void> {
  const server = await serve({ store: place });
  for (let login = 0; login < 3; login += 1) await signIn(server.url);
  await server.close();
}

async function sqlite({ folder }: Scene): Promise<Left> {
  const file = join(folder, 'reference.db');
  await fill({ kind: 'sqlite', file });
  const execute = async (text: string): Promise<void> => {
    const sql = new Libsql(file);
    sql.exec(text);
    sql.close();
  };
  return {
    store: `sqlite:${file}`,
    place: { kind: 'sqlite', file },
    removeLast: () => execute('DELETE FROM audit WHERE id = 3'),
    forgetLast: () => execute('UPDATE audit_head SET id = 2, hash = (SELECT hash FROM audit WHERE id = 2)'),
  };
}

async function redis({ later }: Scene): Promise<Left> {
  const server = await startRedis();
  later(server.stop);
  await fill({ kind: 'redis', url: server.url });
  return {
    store: server.url,
    place: { kind: 'redis', url: server.url },
    removeLast: async () => void (await server.command('xdel', '{whyslow}:audit', '3-0')),
    async forgetLast() {
      await server.command('hset', '{whyslow}:audit:head', 'number', '2', 'hash', 'ab'.repeat(20));
    },
  };
}

const KINDS: readonly [string, PartTest, (scene: Scene) => Promise<Left>][] = [
  ['SQLite', test, sqlite],
  ['Redis', testWith(['redis']), redis],
];

/** The result of a start that must fail. */
async function refusedStart(args: readonly string[]): Promise<Ended> {
  const running = start(['reference', '--port', '0', ...args], { env: { WHYSLOW_PASSWORD: PASSWORD } });
  // Otherwise it would run forever.
  void running.saw('reference server on').then(() => running.child.kill('SIGTERM'));
  return running.ended;
}

for (const [name, it, leave] of KINDS) {
  it.each([1, 2])(
    `${name}, workers %i: a log without its last entry is refused: exit code 2, the next step`,
    (workers) =>
      scene(async (stage) => {
        const left = await leave(stage);
        await left.removeLast();
        const { code, stdout, stderr } = await refusedStart(['--store', left.store, '--workers', String(workers)]);
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).toContain(
          'whyslow: The audit log is broken at entry 3: the log ends at 2 of 3. Completed logins and refreshes may be ' +
            'undone, and undone ones may be back. Read "whyslow reference audit" and restore the store, or serve it as it is ' +
            'with --accept-audit-break 3.',
        );
        expect(stderr).not.toMatch(/\n {4}at |internal error/);
      }),
  );

  it(`${name}: with the break accepted it serves, keeps the break in the log, and refuses another break`, () =>
    scene(async (stage) => {
      const left = await leave(stage);
      await left.forgetLast();
      const plan = { logPath: join(stage.folder, 'log') };
      const args = ['--store', left.store];
      await expect(startServer({ ...plan, args })).rejects.toThrow(
        'The audit log is broken at entry 4: the log ends at 3, its head at 2.',
      );
      for (let round = 0; round < 2; round += 1) {
        const server = await startServer({ ...plan, args: [...args, '--accept-audit-break', '4'] });
        expect((await post(server.url, '/api/token/', USER)).status).toBe(200);
        await server.stop();
      }
      const audit = await whyslow(['reference', 'audit', '--store', left.store]);
      expect([audit.code, audit.stderr]).toEqual([
        20,
        expect.stringMatching(/^chain broken at entry 4: entry 4 changed\n  Copy the database .*\n$/s),
      ]);
      // A different number is a different break.
      const refused = await refusedStart([...args, '--accept-audit-break', '3']);
      expect([refused.code, refused.stderr]).toEqual([
        2,
        expect.stringContaining('is broken at entry 4: entry 4 changed'),
      ]);
    }));

  it(`${name}: startReference refuses it too`, () =>
    scene(async (stage) => {
      const left = await leave(stage);
      await left.removeLast();
      const options = { port: 0, users: 1, password: PASSWORD, store: left.place };
      await expect(startReference(options)).rejects.toThrow('The audit log is broken at entry 3');
      const server = await startReference({ ...options, acceptAuditBreak: 3 });
      await server.stop();
    }));
}

const WRONG = { ...USER, password: 'wrong' };

testWith(['redis'])('entries written during the check are no break: servers start while others write', () =>
  scene(async (stage) => {
    const left = await redis(stage);
    const busy = await serve({ store: left.place });
    const started = new AbortController();
    const writing = (async () => {
      while (!started.signal.aborted)
        await Promise.all(Array.from({ length: 5 }, () => post(busy.url, '/api/token/', WRONG)));
    })();
    for (let round = 0; round < 10; round += 1) await (await serve({ store: left.place })).close();
    started.abort();
    await writing;
    const store = await openStore(left.place);
    expect(await verifyChain(store)).toMatchObject({ state: 'intact' });
    await store.close();
    await busy.close();
  }),
);
