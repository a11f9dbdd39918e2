import { chmod, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testWith } from '../serve/require.ts';
import { validRun } from './valid-run.ts';
import { whyslow, withFolder } from './whyslow.ts';

const server = createServer((_request, response) => response.end('hello'));
beforeAll(() => new Promise<void>((done) => void server.listen(0, '127.0.0.1', done)));
afterAll(() => void server.close());

const NAMES = [
  'curl',
  'wget',
  'node',
  'python3',
  'python',
  'ruby',
  'perl',
  'php',
  'go',
  'java',
  'setpriv',
  'lsof',
  'ps',
];
const LAB_NAMES = ['unshare', 'true', 'ip', 'nft', 'mount', 'umount'];

/** Each program creates a file when it is started. */
async function plant(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await writeFile(join(folder, name), `#!/bin/sh\ntouch '${join(folder, `started-${name}`)}'\nexit 1\n`);
    await chmod(join(folder, name), 0o755);
  }
}

const started = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith('started-'));

/** A PATH with the current folder before the real folders. */
const pathBehind = (first: string): string => `${first}${delimiter}${process.env['PATH'] ?? ''}`;

test.runIf(process.platform !== 'win32').each(['.', '../x'])(
  'clients planted in the current folder are not started where PATH begins with "%s"',
  (first) =>
    withFolder(async (cwd) => {
      await plant(cwd, NAMES);
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const ended = await whyslow(['clients', url, '--real', '--json'], { cwd, env: { PATH: pathBehind(first) } });
      expect(await started(cwd)).toEqual([]);
      const { clients } = validRun(ended.stdout);
      expect(clients.some(({ measuredMs }) => measuredMs !== null)).toBe(true);
    }),
);

testWith(['namespaces', 'nftables'])('nor are the tools of the lab', () =>
  withFolder(async (cwd) => {
    await plant(cwd, LAB_NAMES);
    const ended = await whyslow(['lab', 'none', '--json'], { cwd, env: { PATH: pathBehind('.') } });
    expect(await started(cwd)).toEqual([]);
    expect(ended.code).toBe(0);
  }),
);
