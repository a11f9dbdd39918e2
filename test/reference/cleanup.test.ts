import { join } from 'node:path';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../src/reference/store/sqlite/store.ts';
import { start, whyslow, withFolder } from '../cli/whyslow.ts';
import { at, furnish, guess, NOON_MS, sessionOf, trade } from './store/literals.ts';

const inFolder = (play: (folder: string) => Promise<void>) => (): Promise<void> => withFolder(play);

/** 1,500 sessions that expired yesterday, one live session, and an expired counter of failed logins. */
async function leaveExpired(folder: string): Promise<string> {
  const file = join(folder, 'reference.db');
  const store = openSqliteStore(file);
  await furnish(store);
  const yesterdayMs = Date.now() - 86_400_000;
  await Promise.all(
    Array.from({ length: 1500 }, (_, index) =>
      store.openSession(sessionOf(`old-${index}`, { expiresAtMs: yesterdayMs }), at(yesterdayMs - 1000)),
    ),
  );
  const failure = {
    ...at(yesterdayMs),
    event: 'login',
    outcome: 'bad-credentials',
    userId: null,
    sessionId: null,
  } as const;
  await store.recordFailedLogin(failure, { ...guess('a'), windowMs: 1000 });
  await store.close();
  return file;
}

test(
  'cleanup removes all expired rows, reports their number, and removes none the second time',
  inFolder(async (folder) => {
    const file = await leaveExpired(folder);
    const clean = (): Promise<unknown> => whyslow(['reference', 'cleanup', '--store', `sqlite:${file}`]);
    expect(await clean()).toEqual({
      code: 0,
      stdout: 'removed 1500 expired sessions with 1500 tokens, and 1 ended counts of failed logins\n',
      stderr: '',
    });
    expect(await clean()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^removed 0 /) });
    const store = openSqliteStore(file);
    expect(await store.rotate(trade('family-0', 'family-1'), at(NOON_MS))).toBe('rotated');
    await store.close();
  }),
);

test.skipIf(process.platform === 'win32')(
  'an interrupted cleanup reports what it removed',
  inFolder(async (folder) => {
    const file = await leaveExpired(folder);
    const cleaning = start(['reference', 'cleanup', '--store', `sqlite:${file}`]);
    const sql = new Libsql(file);
    const left = (): number => Number(Object(sql.prepare('SELECT count(*) AS n FROM refresh_tokens').all([])[0]).n);
    while (left() === 1501) await new Promise((resolve) => setTimeout(resolve, 2));
    cleaning.child.kill('SIGINT');
    const { code, stdout } = await cleaning.ended;
    expect(stdout).toMatch(new RegExp(`^removed \\d+ expired sessions with ${1501 - left()} tokens`));
    expect(code === 130 || left() === 1).toBe(true);
    sql.close();
  }),
);

test(
  'cleanup of a store that another program locks reports the lock',
  inFolder(async (folder) => {
    const file = await leaveExpired(folder);
    const sql = new Libsql(file);
    const cleaning = start(['reference', 'cleanup', '--store', `sqlite:${file}`]);
    sql.exec('BEGIN EXCLUSIVE');
    const { code, stderr } = await cleaning.ended;
    sql.close();
    expect(code).toBe(2);
    expect(stderr).toMatch(/locked/);
    expect(stderr).not.toMatch(/internal error/);
  }),
);
