import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Settles when the text has appeared on stdout or stderr. */
  saw(text: string): Promise<void>;
  /** The output so far, stdout first. */
  said(): string;
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Starts the tool like a user, without the environment of the test runner. */
export function start(args: readonly string[], { env = {}, cwd = tmpdir() }: Options = {}): Running {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const waiting: { text: string; settle: () => void }[] = [];
  const look = (): void =>
    waiting.filter(({ text }) => (stdout + stderr).includes(text)).forEach(({ settle }) => settle());
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    look();
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
  const saw = (text: string): Promise<void> =>
    new Promise((settle) => {
      waiting.push({ text, settle });
      look();
    });
  return { child, ended, saw, said: () => stdout + stderr };
}

export const whyslow = (args: readonly string[], options: Options = {}): Promise<Ended> => start(args, options).ended;

/** A folder that is removed after the test. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every file of a folder, name and text. */
export async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return new Map(names.map((name, index) => [name, texts[index] ?? '']));
}
