import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPasswords, hashPassword } from '../../src/reference/passwords.ts';
import { fingerprint } from '../../src/reference/tokens/jwt.ts';
import { whyslow } from '../cli/whyslow.ts';
import { claimsIn, getMe, pairOf, PASSWORD, post, refresh, serve, signIn } from './client.ts';
import { scene, startServer } from './server-process.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function bytesIn(path: string): Promise<string> {
  const files = await readdir(path);
  return (await Promise.all(files.map((file) => readFile(join(path, file), 'latin1')))).join('');
}

test('no file of the database contains a token or password, during the run or after it', async () => {
  const server = await serve({ store: { kind: 'sqlite', file: join(folder, 'reference.db') } });
  const first = await signIn(server.url);
  const second = pairOf(await refresh(server.url, first.refresh));
  await getMe(server.url, second.access);
  await post(server.url, '/api/token/', { username: 'user1', password: 'a wrong password' });
  await post(server.url, '/api/token/blacklist/', { refresh: second.refresh });

  const whileRunning = await bytesIn(folder);
  await server.close();
  const afterwards = await bytesIn(folder);

  const tokens = [first.access, first.refresh, second.access, second.refresh];
  const signatures = tokens.map((token) => token.split('.')[2] ?? '');
  for (const bytes of [whileRunning, afterwards]) {
    // Control: the file contains the expected data, so these are the right bytes.
    expect(bytes).toContain(fingerprint(second.refresh, String(claimsIn(second.refresh)['jti'])));
    for (const secret of [...tokens, ...signatures, PASSWORD, 'a wrong password']) expect(bytes).not.toContain(secret);
  }
});

test('a second start on the same database has the same users, with the new password only', async () => {
  const store = { kind: 'sqlite', file: join(folder, 'reference.db') } as const;
  await (await serve({ store })).close();
  const again = await serve({ store, password: 'another one' });
  const login = async (password: string): Promise<number> =>
    (await post(again.url, '/api/token/', { username: 'user1', password })).status;
  expect([await login(PASSWORD), await login('another one')]).toEqual([401, 200]);
  await again.close();
});

test('a temporary database is removed when the server stops', async () => {
  // A separate folder for temporary files, because other reference servers on this machine start and stop.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
  const server = await serve();
  vi.unstubAllEnvs();
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^whyslow-reference-/)]);
  await server.close();
  expect(await readdir(folder)).toEqual([]);
});

test('output, metrics and logs contain no token or password', () =>
  scene(async ({ folder: own }) => {
    const store = `sqlite:${join(own, 'reference.db')}`;
    const server = await startServer({ args: ['--store', store], logPath: join(own, 'log') });
    const first = await signIn(server.url);
    const second = pairOf(await refresh(server.url, first.refresh));
    const guess = 'a password where the name belongs';
    await post(server.url, '/api/token/', { username: guess, password: 'a wrong password' });
    await post(server.url, '/api/token/', `{"username":"user1","password":"${PASSWORD}`);
    await refresh(server.url, `${second.refresh}x`);
    await post(server.url, `/api/token/?token=${second.refresh}`, { password: PASSWORD });
    await getMe(server.url, second.access);
    const metrics = await (await fetch(new URL('/metrics', server.url))).text();
    const commands = [['audit'], ['audit', '--json'], ['cleanup']];
    const read = await Promise.all(commands.map((args) => whyslow(['reference', ...args, '--store', store])));
    await server.stop();
    const printed = await server.printed();

    // Controls: each output has the expected content.
    expect(metrics).toContain('outcome="bad-credentials"');
    expect(printed).toContain('reference server on');
    expect(read.map(({ code }) => code)).toEqual([0, 0, 0]);
    const family = String(claimsIn(first.refresh)['family']);
    expect(read.map(({ stdout }) => stdout.includes(family))).toEqual([true, true, false]);
    const tokens = [first, second].flatMap((pair) => [pair.access, pair.refresh]);
    const parts = tokens.flatMap((token) => token.split('.').slice(1));
    const keys: { secret: string }[] = JSON.parse(await readFile(join(own, 'reference.db.keys'), 'utf8'));
    for (const text of [metrics, printed, ...read.flatMap(({ stdout, stderr }) => [stdout, stderr])]) {
      for (const secret of [...tokens, ...parts, PASSWORD, guess, 'a wrong password', keys[0]?.secret ?? '']) {
        expect(text).not.toContain(secret);
      }
    }
  }));

test('passwords are stored as Argon2id with the OWASP parameters', async () => {
  expect(await hashPassword(PASSWORD)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

// `npm run bench:login-times` compares the times exactly; this test detects a missing hash.
test('the password of an unknown user is hashed as well', async () => {
  const passwords = await createPasswords();
  const stored = await hashPassword(PASSWORD);
  const fastestMs = async (hash: string | null): Promise<number> => {
    const timesMs: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const startedMs = performance.now();
      expect(await passwords.verify('wrong', hash)).toBe(false);
      timesMs.push(performance.now() - startedMs);
    }
    return Math.min(...timesMs);
  };
  expect((await fastestMs(null)) / (await fastestMs(stored))).toBeGreaterThan(0.2);
});
