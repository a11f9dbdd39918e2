import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startOwned, type OwnedProcess } from './owned-process.ts';
import { freePort } from './port.ts';

/** A real redis-server on a free port, with a folder of its own. Both are gone after `stop`. */
export interface OwnedRedis {
  readonly url: string;
  /** One command on a connection of its own. */
  command(name: string, ...args: readonly string[]): Promise<unknown>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** As a crash does it: without a word, and only what was flushed is there afterwards. */
  crash(): Promise<void>;
  /** Again, on the same port and the same files. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** `durable` flushes every write to disk before it answers; `memory` keeps nothing. */
export type Keeping = 'durable' | 'memory';

const ARGS: Readonly<Record<Keeping, readonly string[]>> = {
  durable: ['--appendonly', 'yes', '--appendfsync', 'always'],
  memory: ['--appendonly', 'no'],
};

const START_DEADLINE_MS = 10_000;

export async function startRedis(keeping: Keeping = 'memory'): Promise<OwnedRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}/0`;
  const start = async (): Promise<OwnedProcess> => {
    const started = await startOwned({
      command: 'redis-server',
      args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...ARGS[keeping]],
      cwd: folder,
      env: { PATH: process.env['PATH'] },
      logPath: join(folder, 'redis.log'),
    });
    await untilItAnswers(url);
    return started;
  };
  let server = await start();
  return {
    url,
    command: (name, ...args) => command(url, name, ...args),
    signal: (signal) => void process.kill(server.pid, signal),
    async crash() {
      process.kill(server.pid, 'SIGKILL');
      await server.stop();
    },
    async restart() {
      server = await start();
    },
    async stop() {
      // A stopped process does not hear SIGTERM before it goes on.
      if (server.isRunning()) process.kill(server.pid, 'SIGCONT');
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(url: string): Promise<void> {
  const deadlineMs = performance.now() + START_DEADLINE_MS;
  for (;;) {
    const answer = await command(url, 'ping').catch((error: unknown) => error);
    if (answer === 'PONG') return;
    if (performance.now() > deadlineMs) throw new Error('redis-server did not start', { cause: answer });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function command(url: string, name: string, ...args: readonly string[]): Promise<unknown> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return await redis.call(name, ...args);
  } finally {
    redis.disconnect();
  }
}
