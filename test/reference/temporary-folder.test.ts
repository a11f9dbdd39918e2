import { readdirSync, readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test, vi } from 'vitest';
import { removeFolder } from '../../src/reference/database-file.ts';
import { startReference } from '../../src/reference/process.ts';
import { start, withFolder } from '../cli/whyslow.ts';
import { PASSWORD } from './client.ts';

const OPTIONS = { port: 0, users: 1, password: PASSWORD };
const BUILT = new URL('../../dist/reference/process.js', import.meta.url).href;

const folderOfDatabase = (temporary: string): string[] =>
  readdirSync(temporary).filter((name) => name.startsWith('whyslow-reference-'));

/** Runs a test with an empty temporary folder for this process and its children. */
const withTemporary = (play: (temporary: string) => Promise<void>): Promise<void> =>
  withFolder(async (temporary) => {
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, temporary);
    try {
      await play(temporary);
    } finally {
      vi.unstubAllEnvs();
    }
  });

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

test('the parent removes the folder of a killed server', () =>
  withTemporary(async (temporary) => {
    const reference = await startReference(OPTIONS);
    expect(folderOfDatabase(temporary)).toHaveLength(1);
    process.kill(reference.pid, 'SIGKILL');
    await reference.stop();
    expect(await readdir(temporary)).toEqual([]);
  }));

test('the parent removes the folder of a killed server even without calling stop', () =>
  withTemporary(async (temporary) => {
    const reference = await startReference(OPTIONS);
    process.kill(reference.pid, 'SIGKILL');
    await expect.poll(() => folderOfDatabase(temporary)).toEqual([]);
  }));

test('a failed start leaves no folder', () =>
  withTemporary(async (temporary) => {
    const inTheWay = await startReference(OPTIONS);
    const port = Number(new URL(inTheWay.url).port);
    await expect(startReference({ ...OPTIONS, port })).rejects.toThrow('is taken');
    expect(folderOfDatabase(temporary)).toHaveLength(1);
    await inTheWay.stop();
    expect(await readdir(temporary)).toEqual([]);
  }));

test('a temporary folder that cannot be created is reported with the next step', async () => {
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, '/nowhere');
  const refused = await startReference(OPTIONS).catch((error: unknown) => error);
  vi.unstubAllEnvs();
  expect(String(refused)).toMatch(/No temporary folder can be created in .*nowhere \(ENOENT\)\. Set TMPDIR/);
});

test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
  'a parent without signal handlers that ends by %s leaves no folder',
  (signal) =>
    withFolder(async (temporary) => {
      const program = `
        import { startReference } from ${JSON.stringify(BUILT)};
        await startReference(${JSON.stringify({ ...OPTIONS, password: 'only for this test' })});
        console.log('started');
      `;
      const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, TMPDIR: temporary },
      });
      await once(createInterface(parent.stdout), 'line');
      expect(folderOfDatabase(temporary)).toHaveLength(1);
      parent.kill(signal);
      await expect.poll(() => folderOfDatabase(temporary), { timeout: 10_000 }).toEqual([]);
    }),
);

interface End {
  readonly how: string;
  readonly of: (pid: number) => void;
  readonly code: number;
}

const ENDS: readonly End[] = [
  { how: 'Ctrl-C', of: (pid) => process.kill(pid, 'SIGINT'), code: 130 },
  { how: 'SIGTERM', of: (pid) => process.kill(pid, 'SIGTERM'), code: 143 },
  {
    how: 'a second Ctrl-C',
    of: (pid) => {
      process.kill(pid, 'SIGINT');
      process.kill(pid, 'SIGINT');
    },
    code: 130,
  },
];

test.skipIf(process.platform !== 'linux').each(ENDS)(
  'a measurement that ends by $how leaves no folder',
  ({ of, code }) =>
    withFolder(async (temporary) => {
      const running = start(['load', '--duration', '20s', '--out', join(temporary, 'out')], {
        env: { TMPDIR: temporary },
      });
      await expect.poll(() => folderOfDatabase(temporary), { timeout: 20_000 }).toHaveLength(1);
      of(running.child.pid ?? 0);
      expect((await running.ended).code).toBe(code);
      await expect.poll(() => folderOfDatabase(temporary), { timeout: 10_000 }).toEqual([]);
    }),
);

test.skipIf(process.platform !== 'linux').each([
  ['the server', ['reference', '--port', '0'], 'SIGTERM'],
  ['the server with workers', ['reference', '--port', '0', '--workers', '2'], 'SIGTERM'],
  ['the server with workers, killed', ['reference', '--port', '0', '--workers', '2'], 'SIGKILL'],
] as const)('%s leaves no folder', (_what, args, signal) =>
  withFolder(async (temporary) => {
    const running = start([...args], { env: { TMPDIR: temporary, WHYSLOW_PASSWORD: PASSWORD } });
    await running.saw('reference server on');
    expect(folderOfDatabase(temporary)).toHaveLength(1);
    running.child.kill(signal);
    await running.ended;
    await expect.poll(() => folderOfDatabase(temporary), { timeout: 10_000 }).toEqual([]);
  }),
);

test.skipIf(process.platform !== 'linux')('a worker that ends alone keeps the folder for the others', () =>
  withFolder(async (temporary) => {
    const running = start(['reference', '--port', '0', '--workers', '2'], {
      env: { TMPDIR: temporary, WHYSLOW_PASSWORD: PASSWORD },
    });
    await running.saw('reference server on');
    const [worker = 0] = childrenOf(running.child.pid ?? 0);
    process.kill(worker, 'SIGTERM');
    await expect.poll(() => childrenOf(running.child.pid ?? 0).includes(worker)).toBe(false);
    expect(folderOfDatabase(temporary)).toHaveLength(1);
    running.child.kill('SIGTERM');
    await running.ended;
    expect(folderOfDatabase(temporary)).toEqual([]);
  }),
);

const busy = (code: string): Error => Object.assign(new Error(`${code}: rm`), { code });

test.each(['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY'])(
  'removal is retried after %s, and returns the code at the end',
  async (code) => {
    const tries: string[] = [];
    const removed = await removeFolder('folder', async (path) => {
      tries.push(path);
      if (tries.length < 4) throw busy(code);
    });
    expect([removed, tries.length]).toEqual([null, 4]);
  },
);

test('removal gives up in less than three seconds and returns the error code', async () => {
  const startedMs = performance.now();
  expect(await removeFolder('folder', () => Promise.reject(busy('EBUSY')))).toBe('EBUSY');
  expect(performance.now() - startedMs).toBeLessThan(10_000);
  expect(await removeFolder('folder', () => Promise.reject(busy('EIO')))).toBe('EIO');
});

test('removal deletes a folder with its files, and a missing folder is no error', () =>
  withFolder(async (folder) => {
    await writeFile(join(folder, 'reference.db'), '');
    expect(await removeFolder(folder)).toBeNull();
    expect(await removeFolder(folder)).toBeNull();
  }));
