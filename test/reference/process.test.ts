import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test, vi } from 'vitest';
import { startReference } from '../../src/reference/process.ts';
import { getMe, PASSWORD, serve, signIn } from './client.ts';

const OPTIONS = { port: 0, users: 2, password: PASSWORD };
const BUILT = new URL('../../dist/reference/process.js', import.meta.url).href;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

/** A zombie orphan keeps its pid until PID 1 reaps it, which in many containers never happens. */
function isZombie(pid: number): boolean {
  return process.platform === 'linux' && readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
}

async function hasGone(pid: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < 5000 && isAlive(pid); waitedMs += 20) await sleep(20);
  return !isAlive(pid);
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('the server runs in its own process, which ends after stop', async () => {
  const reference = await startReference(OPTIONS);
  expect(reference.users).toEqual(['user1', 'user2']);
  expect(reference.pid).not.toBe(process.pid);
  const { access } = await signIn(reference.url);
  expect((await getMe(reference.url, access)).status).toBe(200);
  await reference.stop();
  expect(isAlive(reference.pid)).toBe(false);
  await expect(fetch(reference.url)).rejects.toThrow('fetch failed');
  await reference.stop();
});

test.skipIf(process.platform !== 'linux')('the password is not in the arguments or environment', async () => {
  vi.stubEnv('WHYSLOW_PASSWORD', PASSWORD);
  const reference = await startReference(OPTIONS);
  vi.unstubAllEnvs();
  const [argv, environment] = ['cmdline', 'environ'].map((file) =>
    readFileSync(`/proc/${reference.pid}/${file}`, 'utf8'),
  );
  await reference.stop();
  expect(argv).toContain('bundle/reference.js');
  expect(environment).toContain('PATH=');
  expect(`${argv}${environment}`).not.toContain(PASSWORD);
});

test.skipIf(process.platform === 'win32')('Ctrl-C does not end the server while the parent measures', async () => {
  const reference = await startReference(OPTIONS);
  process.kill(reference.pid, 'SIGINT');
  await sleep(100);
  expect((await fetch(new URL('/healthz', reference.url))).status).toBe(200);
  process.kill(reference.pid, 'SIGTERM');
  expect(await hasGone(reference.pid)).toBe(true);
  await reference.stop();
});

test('the server ends with its parent, even a killed one, and leaves no file', async () => {
  const program = `
    import { startReference } from ${JSON.stringify(BUILT)};
    const { pid } = await startReference(${JSON.stringify({ ...OPTIONS, password: 'only for this test' })});
    console.log(pid);
  `;
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
  });
  const [line] = await once(createInterface(parent.stdout), 'line');
  const pid = Number(line);
  expect(isAlive(pid)).toBe(true);
  expect(await readdir(folder)).toHaveLength(1);
  parent.kill('SIGKILL');
  expect(await hasGone(pid)).toBe(true);
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});

test('a failed start reports the error of the child', async () => {
  const inTheWay = await serve();
  const port = Number(new URL(inTheWay.url).port);
  await expect(startReference({ ...OPTIONS, port })).rejects.toMatchObject({
    code: 'reference-not-started',
    message: expect.stringMatching(
      new RegExp(`^The reference server did not start: Port ${port} on 127\\.0\\.0\\.1 is taken`),
    ),
  });
  await inTheWay.close();
});
