import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../src/reference/store/sqlite/store.ts';
import { whyslow } from '../cli/warm.ts';
import { filesOf, withFolder } from '../cli/whyslow.ts';
import { startRedis } from '../serve/redis.ts';
import { testWith } from '../serve/require.ts';
import { post, refresh, serve, signIn } from './client.ts';
import { at, furnish, NOON_MS, sessionOf, trade } from './store/literals.ts';

const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));

/** A store with a login, a refresh and a failed login. */
async function leaveStore(folder: string, name = 'reference.db'): Promise<string> {
  const file = join(folder, name);
  const server = await serve({ store: { kind: 'sqlite', file } });
  const { refresh: token } = await signIn(server.url);
  await refresh(server.url, token);
  await post(server.url, '/api/token/', { username: 'nobody', password: 'guess' });
  await server.close();
  return file;
}

const inFolder = (play: (folder: string) => Promise<void>) => (): Promise<void> => withFolder(play);

test(
  'audit prints a table with all columns into a pipe, and the state of the chain to stderr',
  inFolder(async (folder) => {
    const file = await leaveStore(folder);
    const { code, stdout, stderr } = await whyslow(['reference', 'audit', '--store', `sqlite:${file}`]);
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head?.split(/ +/)).toEqual(['number', 'at', 'event', 'outcome', 'user', 'family', 'from', 'request']);
    expect(rows.map((row) => row.split(/ +/).filter((_, index) => [0, 2, 3, 4].includes(index)))).toEqual([
      ['1', 'login', 'ok', '1'],
      ['2', 'refresh', 'ok', '1'],
      ['3', 'login', 'bad-credentials', '–'],
    ]);
    expect(stderr).toMatch(/^chain intact: 3 entries, head [0-9a-f]{16} /);
    expect(code).toBe(0);
  }),
);

test(
  'audit --json prints one object per line and nothing else; --since and --limit select the newest',
  inFolder(async (folder) => {
    const file = await leaveStore(folder);
    const read = async (...args: string[]): Promise<{ number: number }[]> => {
      const { stdout } = await whyslow(['reference', 'audit', '--store', `sqlite:${file}`, '--json', ...args]);
      return stdout === ''
        ? []
        : stdout
            .trimEnd()
            .split('\n')
            .map((line): { number: number } => JSON.parse(line));
    };
    expect((await read())[1]).toEqual({
      number: 2,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      event: 'refresh',
      outcome: 'ok',
      userId: 1,
      family: expect.stringMatching(/^[\w-]{22}$/),
      ip: '127.0.0.1',
      requestId: expect.any(String),
    });
    expect((await read('--limit', '2')).map(({ number }) => number)).toEqual([2, 3]);
    expect(await read('--since', '2126-01-01')).toEqual([]);
    expect(await read('--since', '2026-01-15T11:00:00Z')).toHaveLength(3);
  }),
);

test(
  'a removed entry gives exit code 20, and a pipe that closes early is no error',
  inFolder(async (folder) => {
    const file = await leaveStore(folder);
    const sql = new Libsql(file);
    sql.exec('DELETE FROM audit WHERE id = 2');
    sql.close();
    const { code, stderr } = await whyslow(['reference', 'audit', '--store', `sqlite:${file}`]);
    expect([code, stderr.split('\n')[0]]).toEqual([20, 'chain broken at entry 2: 1 missing before 3']);
    expect(stderr).toMatch(/Then:\s+whyslow reference audit --store sqlite:\S+ --json > audit.ndjson\n$/);

    const shell = spawn('sh', [
      '-c',
      `"$0" "$1" reference audit --store "sqlite:$2" --json | head -n 1`,
      process.execPath,
      BIN,
      file,
    ]);
    let printed = '';
    shell.stdout.on('data', (chunk) => (printed += String(chunk)));
    shell.stderr.on('data', (chunk) => (printed += String(chunk)));
    expect(await once(shell, 'close')).toEqual([0, null]);
    expect(printed).not.toMatch(/EPIPE|internal error/);
  }),
);

test.skipIf(process.platform !== 'linux').each([
  [60, ['number', 'at', 'event', 'outcome', 'user'], 'columns left out on this narrow terminal: request, family, from'],
  [200, ['number', 'at', 'event', 'outcome', 'user', 'family', 'from', 'request'], ''],
])('on a terminal of %i columns every line fits', (columns, head, note) =>
  withFolder(async (folder) => {
    const store = openSqliteStore(join(folder, 'reference.db'));
    await furnish(store);
    await store.rotate(trade('family-0', 'family-1'), at(NOON_MS, 'r'.repeat(36)));
    await store.openSession(sessionOf('f'.repeat(22)), at(NOON_MS, 'r'.repeat(36)));
    await store.close();
    // `script` provides a terminal.
    const command = `stty cols ${columns}; "${process.execPath}" "${BIN}" reference audit --store sqlite:reference.db`;
    const terminal = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    terminal.stdout.on('data', (chunk) => (printed += String(chunk)));
    await once(terminal, 'close');
    const lines = printed.split(/\r?\n/);
    expect(lines[0]?.split(/ +/)).toEqual(head);
    expect(lines.slice(0, 4).filter((line) => line.length > columns)).toEqual([]);
    expect(printed.replaceAll(/\s+/g, ' ')).toContain(note);
  }),
);

test(
  'control characters in the log do not reach the terminal',
  inFolder(async (folder) => {
    const file = await leaveStore(folder);
    const sql = new Libsql(file);
    sql.exec("UPDATE audit SET req = char(27) || '[2J' || char(13) || 'forged' WHERE id = 1");
    sql.close();
    const { stdout } = await whyslow(['reference', 'audit', '--store', `sqlite:${file}`]);
    expect(stdout).toContain('\ufffd[2J\ufffdforged');
    expect(stdout).not.toContain('\u001b');
  }),
);

test.each<[string, string[], RegExp]>([
  ['no store', ['audit'], /required option '--store <where>' not specified/],
  [
    'a store that is no place',
    ['audit', '--store', 'x.db'],
    /Expected sqlite:FILE, redis:\/\/HOST:PORT\/DB or redis-cluster:/,
  ],
  ['a missing file', ['audit', '--store', 'sqlite:nowhere.db'], /The file nowhere\.db does not exist\. Name the store/],
  [
    'a file that is not a database',
    ['audit', '--store', 'sqlite:notes.txt'],
    /notes\.txt is not a SQLite database\. Name/,
  ],
  [
    'a database of another program',
    ['cleanup', '--store', 'sqlite:other.db'],
    /other\.db is a database of another program/,
  ],
  ['an empty file', ['cleanup', '--store', 'sqlite:empty.db'], /empty\.db is empty\. Name the file/],
  ['a folder', ['cleanup', '--store', 'sqlite:.'], /\. is a folder\. Name a file/],
  ['a Redis that is not there', ['audit', '--store', 'redis://127.0.0.1:1/0'], /Redis does not answer .* Start it/],
  [
    'a date that does not exist',
    ['audit', '--store', 'sqlite:x', '--since', '2026-13-45'],
    /a date like 2026-01-31T12/,
  ],
  ['words for a time', ['audit', '--store', 'sqlite:x', '--since', 'yesterday'], /a time ago like 10m, 12h or 7d/],
  ['a limit of nothing', ['audit', '--store', 'sqlite:x', '--limit', '0'], /Expected a whole number from 1 up/],
])('%s: exit code 2 and one sentence with the next step', (_what, args, sentence) =>
  withFolder(async (folder) => {
    await writeFile(join(folder, 'notes.txt'), 'remember the milk\n'.repeat(100));
    await writeFile(join(folder, 'empty.db'), '');
    const sql = new Libsql(join(folder, 'other.db'));
    sql.exec('CREATE TABLE auth_user(id)');
    sql.close();
    const before = await filesOf(folder);
    const { code, stdout, stderr } = await whyslow(['reference', ...args], { cwd: folder });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n {4}at |internal error/);
    expect(await filesOf(folder)).toEqual(before);
  }),
);

test.each(['audit', 'cleanup'])('the help of %s shows examples, and no options of the server', async (command) => {
  const { code, stdout } = await whyslow(['reference', command, '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain(`whyslow reference ${command} --store sqlite:reference.db`);
  expect(stdout).not.toContain('--patients');
});

testWith(['redis'])('audit and cleanup read a Redis the same way', async () => {
  const redis = await startRedis();
  try {
    const server = await serve({ store: { kind: 'redis', url: redis.url } });
    await signIn(server.url);
    await server.close();
    const audit = await whyslow(['reference', 'audit', '--store', redis.url, '--json']);
    expect(JSON.parse(audit.stdout)).toMatchObject({ number: 1, event: 'login', outcome: 'ok' });
    expect(audit.stderr).toMatch(/^chain intact: 1 /);
    const cleanup = await whyslow(['reference', 'cleanup', '--store', redis.url]);
    expect(cleanup.stdout).toBe('nothing to do: Redis removes expired keys itself\n');
    await redis.command('xdel', '{whyslow}:audit', '1-0');
    expect((await whyslow(['reference', 'audit', '--store', redis.url])).code).toBe(20);
  } finally {
    await redis.stop();
  }
});
