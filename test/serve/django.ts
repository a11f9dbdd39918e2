import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CARELINK, PYTHON, carelinkEnvironment, prepareDatabase } from './carelink.ts';
import type { CarelinkSettings } from './carelink.ts';
import { startOwned } from './owned-process.ts';
import type { OwnedProcess } from './owned-process.ts';
import { freePort } from './port.ts';

export type DjangoOptions = {
  server: 'runserver' | 'gunicorn';
  /** user1 … userN, all with `password`. */
  users: number;
  password: string;
  /** runserver only: TCP_NODELAY, which fixes the 40 ms stall on kept-alive connections. */
  noDelay?: boolean;
  /** Whether each response reports its database time. */
  serverTiming?: boolean;
  /** Default: PBKDF2, as in Django 3.2. */
  hasher?: 'pbkdf2' | 'argon2';
  port?: number;
};

export type DjangoServer = {
  /** Without a slash at the end. */
  url: string;
  port: number;
  pid: number;
  /** The output of the server so far; also readable after `stop`. */
  log(): string;
  stop(): Promise<void>;
};

/** Starting takes 1-2 s on an idle machine; the rest is for a busy one. */
const START_TIMEOUT_MS = 30_000;
const POLL_EVERY_MS = 25;
const PROBE_TIMEOUT_MS = 2_000;

const folders = new Set<string>();
// Also removes the folder if a test fails before it stops its server.
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The CareLink target on a loopback port, with its own database. */
export async function startDjango(options: DjangoOptions): Promise<DjangoServer> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-django-'));
  folders.add(folder);
  try {
    return await startIn(folder, options);
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
}

async function startIn(folder: string, options: DjangoOptions): Promise<DjangoServer> {
  const settings: CarelinkSettings = {
    database: join(folder, 'carelink.sqlite3'),
    // One key for all workers of gunicorn. Otherwise each would refuse the tokens of the others.
    secretKey: randomBytes(32).toString('hex'),
    password: options.password,
    hasher: options.hasher ?? 'pbkdf2',
    noDelay: options.noDelay ?? false,
    serverTiming: options.serverTiming ?? false,
  };
  await prepareDatabase(settings, options.users);

  const port = options.port ?? (await freePort());
  const logPath = join(folder, 'server.log');
  const args = argumentsOf(options.server, port);
  const owned = await startOwned({ command: PYTHON, args, cwd: CARELINK, env: carelinkEnvironment(settings), logPath });
  try {
    await untilReady(owned, port, options.server);
  } catch (error) {
    await owned.stop();
    throw new Error(`${messageOf(error)}\n${readFileSync(logPath, 'utf8')}`, { cause: error });
  }
  return handle(owned, { port, folder, logPath });
}

function argumentsOf(server: DjangoOptions['server'], port: number): string[] {
  const address = `127.0.0.1:${port}`;
  switch (server) {
    case 'runserver':
      // Without the reloader, which would start a second process and make the pid that of its parent.
      return ['manage.py', 'runserver', '--noreload', address];
    case 'gunicorn':
      // 5 s of keep-alive, as behind a proxy. The default of 2 s would close a connection between two measurements.
      return `-m gunicorn carelink.wsgi --bind ${address} --worker-class gthread --workers 2 --threads 4
        --keep-alive 5 --graceful-timeout 2`.split(/\s+/);
    default:
      return server satisfies never;
  }
}

function handle(owned: OwnedProcess, at: { port: number; folder: string; logPath: string }): DjangoServer {
  let lastLog: string | undefined;
  const log = (): string => lastLog ?? readFileSync(at.logPath, 'utf8');
  return {
    url: `http://127.0.0.1:${at.port}`,
    port: at.port,
    pid: owned.pid,
    log,
    stop: async () => {
      await owned.stop();
      lastLog = log();
      removeFolder(at.folder);
    },
  };
}

async function untilReady(owned: OwnedProcess, port: number, server: string): Promise<void> {
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadlineMs) {
    if (!owned.isRunning()) throw new Error(`${server} ended before it answered on port ${port}.`);
    if ((await statusOf(port)) === 401) return;
    await delay(POLL_EVERY_MS);
  }
  throw new Error(`${server} did not answer 401 on port ${port} within ${START_TIMEOUT_MS} ms.`);
}

/** Uses a connection that closes. A kept-alive one would occupy a thread of the measured server. */
function statusOf(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/api/me/', agent: false, timeout: PROBE_TIMEOUT_MS });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
    request.on('response', (response) => {
      response.resume();
      response.on('close', () => resolve(response.statusCode));
    });
  });
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
