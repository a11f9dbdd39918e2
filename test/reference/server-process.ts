import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startOwned } from '../serve/owned-process.ts';
import { PASSWORD } from './client.ts';

const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));

/** `whyslow reference` as a user starts it, in a separate process that the test can kill. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** The output so far, stdout and stderr. */
  printed(): Promise<string>;
  readonly exited: Promise<number | null>;
  /** Kills the process like a crash. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerPlan {
  readonly args: readonly string[];
  readonly logPath: string;
  /** A command prefix, such as `unshare -rm …`. */
  readonly within?: readonly string[];
  readonly password?: string;
}

const START_DEADLINE_MS = 15_000;

export async function startServer({
  args,
  logPath,
  within = [],
  password = PASSWORD,
}: ServerPlan): Promise<ServerProcess> {
  const [command = '', ...rest] = [...within, process.execPath, BIN, 'reference', '--port', '0', ...args];
  const before = (await textOf(logPath)).length;
  const owned = await startOwned({
    command,
    args: rest,
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], WHYSLOW_PASSWORD: password },
    logPath,
  });
  const printed = async (): Promise<string> => (await textOf(logPath)).slice(before);
  const url = await addressIn(printed, () => owned.isRunning());
  return {
    url,
    pid: owned.pid,
    printed,
    exited: owned.exited,
    async crash() {
      process.kill(owned.pid, 'SIGKILL');
      await owned.stop();
    },
    stop: owned.stop,
  };
}

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

async function addressIn(printed: () => Promise<string>, isRunning: () => boolean): Promise<string> {
  const deadlineMs = performance.now() + START_DEADLINE_MS;
  while (performance.now() < deadlineMs) {
    const text = await printed();
    const [, url] = /^reference server on (\S+),/m.exec(text) ?? [];
    if (url !== undefined) return url;
    if (!isRunning()) throw new Error(`the reference server ended: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the reference server did not start: ${await printed()}`);
}

/** A folder for one test, and its cleanup steps, which run in reverse order. */
export interface Scene {
  readonly folder: string;
  readonly later: (undo: () => Promise<unknown> | void) => void;
}

export async function scene<T>(play: (scene: Scene) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
  const undo: (() => Promise<unknown> | void)[] = [];
  try {
    return await play({ folder, later: (step) => void undo.push(step) });
  } finally {
    for (const step of undo.toReversed()) await step();
    await rm(folder, { recursive: true, force: true });
  }
}
