import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Ended, withFolder } from './whyslow.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The tool as npm leaves it where the optional packages could not be installed: without any package beside it. */
async function install(folder: string): Promise<void> {
  for (const name of ['bin', 'dist/bundle', 'docs', 'package.json']) {
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
}

async function whyslowIn(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [join(folder, 'bin/whyslow.js'), ...args], {
    cwd: folder,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

test('without any package a diagnosis works, and a command that needs an optional one names it', () =>
  withFolder(async (folder) => {
    await install(folder);
    const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const diagnosis = await whyslowIn(folder, ['diagnose', url]);
      expect(diagnosis).toMatchObject({ code: 0, stderr: expect.not.stringContaining('not installed') });
      const load = await whyslowIn(folder, ['load', url, '--user', 'ada', '--second-opinion'], {
        WHYSLOW_PASSWORD: 'secret',
      });
      expect(load).toMatchObject({ code: 2 });
      expect(load.stderr).toMatch(/autocannon is not installed, and --second-opinion needs it.*npm install autocannon/);
    } finally {
      server.close();
    }
    const reference = await whyslowIn(folder, ['reference', '--port', '0']);
    expect(reference.code).not.toBe(0);
    expect(reference.stderr).toMatch(/(libsql|@node-rs\/argon2) is not installed, and .*npm install/);
    expect(reference.stderr).not.toContain('at ModuleLoader');
    const sessions = await whyslowIn(folder, ['reference', 'audit', '--store', `sqlite:${join(folder, 'a.db')}`]);
    expect(sessions).toMatchObject({ code: 2, stderr: expect.stringMatching(/libsql is not installed/) });
  }));
