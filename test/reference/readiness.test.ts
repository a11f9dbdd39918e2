import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startOwned } from '../serve/owned-process.ts';
import { freePort } from '../serve/port.ts';
import { testWith } from '../serve/require.ts';
import { ask, serve } from './client.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function statuses(url: string): Promise<readonly [ready: number, alive: number, retryAfter: string | null]> {
  const [ready, alive] = [await ask(url, '/readyz'), await ask(url, '/healthz')];
  return [ready.status, alive.status, ready.headers.get('retry-after')];
}

test('while another process holds the write lock the server is healthy but not ready; afterwards it is ready', async () => {
  const file = join(folder, 'reference.db');
  const server = await serve({ store: { kind: 'sqlite', file } });
  expect(await statuses(server.url)).toEqual([200, 200, null]);
  const other = new Libsql(file);
  other.exec('BEGIN IMMEDIATE');
  expect(await statuses(server.url)).toEqual([503, 200, expect.stringMatching(/^\d+$/)]);
  other.exec('ROLLBACK');
  other.close();
  expect(await statuses(server.url)).toEqual([200, 200, null]);
  await server.close();
});

testWith(['redis'])('the server is not ready while Redis is down or accepts no writes', async () => {
  const port = await freePort();
  const redis = await startOwned({
    command: 'redis-server',
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    logPath: join(folder, 'redis.log'),
  });
  const server = await serveWhenUp(`redis://127.0.0.1:${port}/0`);
  expect(await statuses(server.url)).toEqual([200, 200, null]);
  const { Redis } = await import('ioredis');
  const admin = new Redis(port, '127.0.0.1');
  await admin.config('SET', 'maxmemory', '1');
  expect(await statuses(server.url)).toEqual([503, 200, expect.stringMatching(/^\d+$/)]);
  await admin.config('SET', 'maxmemory', '0');
  expect(await statuses(server.url)).toEqual([200, 200, null]);
  admin.disconnect();
  await redis.stop();
  expect(await statuses(server.url)).toEqual([503, 200, expect.stringMatching(/^\d+$/)]);
  await server.close();
});

/** A new Redis process needs a moment before it listens. */
async function serveWhenUp(url: string): ReturnType<typeof serve> {
  for (let triesLeft = 40; ; triesLeft -= 1) {
    try {
      return await serve({ store: { kind: 'redis', url } });
    } catch (error) {
      if (triesLeft === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
