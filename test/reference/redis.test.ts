import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { impossibleChecks } from './impossible-checks.ts';
import { validRun } from '../cli/valid-run.ts';
import { whyslow } from '../cli/whyslow.ts';
import { startOwned } from '../serve/owned-process.ts';
import { freePort } from '../serve/port.ts';
import { testWith } from '../serve/require.ts';

const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const PASSWORD = 'two-workers-one-store';
const { PATH = '' } = process.env;

async function until(answers: () => Promise<unknown>): Promise<void> {
  for (;;) {
    const answered = await answers().catch(() => null);
    if (answered !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

testWith(['redis'])(
  'two workers on one Redis: one winner in each race, and both refuse tokens after reuse and logout',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
    const [redisPort, port] = [await freePort(), await freePort()];
    const own = { cwd: folder, stopGraceMs: 5_000 };
    const redis = await startOwned({
      ...own,
      command: 'redis-server',
      args: ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
      env: { PATH },
      logPath: join(folder, 'redis.log'),
    });
    const reference = await startOwned({
      ...own,
      command: process.execPath,
      args: [BIN, 'reference', '--port', String(port), '--store', `redis://127.0.0.1:${redisPort}/0`, '--workers', '2'],
      env: { PATH, WHYSLOW_PASSWORD: PASSWORD },
      logPath: join(folder, 'reference.log'),
    });
    try {
      const url = `http://127.0.0.1:${port}`;
      await until(() => fetch(`${url}/healthz`));
      const args = ['verify', url, '--user', 'user1', '--json', '--out', join(folder, 'run')];
      const ended = await whyslow(args, { env: { WHYSLOW_PASSWORD: PASSWORD } });
      const { checks } = validRun(ended.stdout);
      // The log of a server that is measured by its URL has to be named.
      const leftOut = [...impossibleChecks, 'audit-log-incomplete'];
      const possible = checks.filter(({ id }) => !leftOut.includes(id));
      expect(possible.map(({ id, outcome }) => [id, outcome])).toEqual(possible.map(({ id }) => [id, 'pass']));
      expect(possible.length).toBeGreaterThan(20);
    } finally {
      await reference.stop();
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
