import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPasswords, hashPassword } from '../../src/reference/passwords.ts';
import { fingerprint } from '../../src/reference/tokens/jwt.ts';
import { claimsIn, getMe, pairOf, PASSWORD, post, refresh, serve, signIn } from './client.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function bytesIn(path: string): Promise<string> {
  const files = await readdir(path);
  return (await Promise.all(files.map((file) => readFile(join(path, file), 'latin1')))).join('');
}

test('no file of the database holds a token or a password, neither while it runs nor afterwards', async () => {
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
    // The control: we look at the right bytes, for what should be there is.
    expect(bytes).toContain(fingerprint(second.refresh, String(claimsIn(second.refresh)['jti'])));
    for (const secret of [...tokens, ...signatures, PASSWORD, 'a wrong password']) expect(bytes).not.toContain(secret);
  }
});

test('a kept database serves the same users again, with the new password only', async () => {
  const store = { kind: 'sqlite', file: join(folder, 'reference.db') } as const;
  await (await serve({ store })).close();
  const again = await serve({ store, password: 'another one' });
  const login = async (password: string): Promise<number> =>
    (await post(again.url, '/api/token/', { username: 'user1', password })).status;
  expect([await login(PASSWORD), await login('another one')]).toEqual([401, 200]);
  await again.close();
});

test('a temporary database is gone when the server has stopped', async () => {
  // A place of our own for temporary files: other reference servers on this machine come and go as they like.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
  const server = await serve();
  vi.unstubAllEnvs();
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^whyslow-reference-/)]);
  await server.close();
  expect(await readdir(folder)).toEqual([]);
});

test('an unknown user costs as much as a known one', async () => {
  const passwords = await createPasswords();
  const stored = await hashPassword(PASSWORD);
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const fastestMs = async (hash: string | null): Promise<number> => {
    const timesMs: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const startedMs = performance.now();
      expect(await passwords.fits('wrong', hash)).toBe(false);
      timesMs.push(performance.now() - startedMs);
    }
    return Math.min(...timesMs);
  };
  const ratio = (await fastestMs(null)) / (await fastestMs(stored));
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});
