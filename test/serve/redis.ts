import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startOwned, type OwnedProcess } from './owned-process.ts';
import { freePort } from './port.ts';

/** A real redis-server on a free port, with its own folder. `stop` removes both. */
export interface OwnedRedis {
  readonly url: string;
  /** Sends one command on a new connection. */
  command(name: string, ...args: readonly string[]): Promise<unknown>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Kills the server like a crash. Only flushed data remains. */
  crash(): Promise<void>;
  /** Restarts on the same port and files. A torn file is repaired first, as docs/reference.md describes. `more` are arguments. */
  restart(...more: readonly string[]): Promise<void>;
  /** The number of restarts that had to repair a torn file. */
  repairs(): number;
  /** The current append-only file. */
  appendOnlyFile(): string;
  stop(): Promise<void>;
}

/**
 * `durable` flushes every write to disk before it answers, and does not start on a torn file. `self-repairing`
 * truncates a torn file itself, which is the default of Redis. `memory` stores nothing on disk.
 */
export type Durability = 'durable' | 'self-repairing' | 'memory';

/** A replica gets its first copy at once. Redis waits five seconds for further replicas. */
const SOON = ['--repl-diskless-sync-delay', '0'];

const ARGS: Readonly<Record<Durability, readonly string[]>> = {
  durable: ['--appendonly', 'yes', '--appendfsync', 'always', '--aof-load-truncated', 'no', ...SOON],
  'self-repairing': ['--appendonly', 'yes', '--appendfsync', 'always', '--aof-load-truncated', 'yes'],
  memory: ['--appendonly', 'no'],
};

const START_DEADLINE_MS = 10_000;

export async function startRedis(
  durability: Durability = 'memory',
  always: readonly string[] = [],
): Promise<OwnedRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}/0`;
  const logPath = join(folder, 'redis.log');
  let repairs = 0;
  const start = async (more: readonly string[] = []): Promise<OwnedProcess> => {
    const logged = existsSync(logPath) ? statSync(logPath).size : 0;
    const started = await startOwned({
      command: 'redis-server',
      args: [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        folder,
        '--save',
        '',
        ...ARGS[durability],
        ...always,
        ...more,
      ],
      cwd: folder,
      env: { PATH: process.env['PATH'] },
      logPath,
    });
    await untilReady(url, started, () => readFileSync(logPath).subarray(logged).toString());
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
    async restart(...more) {
      server = await start(more).catch((error: unknown) => {
        if (!String(error).includes(TORN)) throw error;
        repairs += 1;
        repair(folder);
        return start(more);
      });
    },
    repairs: () => repairs,
    appendOnlyFile: () => appendOnlyFileIn(folder),
    async stop() {
      // A stopped process handles SIGTERM only after SIGCONT.
      if (server.isRunning()) process.kill(server.pid, 'SIGCONT');
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The message of Redis for a file that ends in the middle of a command or transaction. */
const TORN = 'Unexpected end of file reading the append only file';

/** Truncates the last file before its torn transaction. Redis 7 has a manifest of several files, Redis 6 one file. */
function repair(folder: string): void {
  const manifest = join(folder, 'appendonlydir', 'appendonly.aof.manifest');
  const file = existsSync(manifest) ? manifest : appendOnlyFileIn(folder);
  execFileSync('redis-check-aof', ['--fix', file], { input: 'y\n' });
}

function appendOnlyFileIn(folder: string): string {
  const parts = join(folder, 'appendonlydir');
  if (!existsSync(parts)) return join(folder, 'appendonly.aof');
  const increments = readdirSync(parts).filter((name) => name.endsWith('.incr.aof'));
  const newest = increments.toSorted((a, b) => numberIn(a) - numberIn(b)).at(-1);
  if (newest === undefined) throw new Error(`no append-only file in ${parts}`);
  return join(parts, newest);
}

const numberIn = (name: string): number => Number(/\.(\d+)\.incr\.aof$/.exec(name)?.[1] ?? 0);

async function untilReady(url: string, server: OwnedProcess, log: () => string): Promise<void> {
  const deadlineMs = performance.now() + START_DEADLINE_MS;
  for (;;) {
    const answer = await command(url, 'ping').catch((error: unknown) => error);
    if (answer === 'PONG') return;
    if (!server.isRunning()) throw new Error(`redis-server ended: ${log()}`);
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
