import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ToolError } from '../model/error.ts';
import { systemProgram } from '../system/programs.ts';
import type { Fault } from './contract.ts';
import type { Failure, Order } from './orders.ts';
import { labIsPossible } from './ways-in.ts';

export { labIsPossible } from './ways-in.ts';

export interface LabOptions {
  /** `pipe` gives the command no stdin and collects what it says. */
  readonly stdio: 'inherit' | 'pipe';
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface LabResult {
  /** Of the command, as a shell has it: 128 and the number for one that a signal ended. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** These would let the real machine's resolver and proxies into the lab. */
const LEFT_OUTSIDE = /^((https?|all|no|ftp)_proxy|RES_OPTIONS|LOCALDOMAIN|HOSTALIASES|NODE_CHANNEL_.*)$/i;

/** What a command may take to end by itself after Ctrl-C, before all inside is killed. */
const LAST_WORDS_MS = 10_000;

/**
 * Runs a command on a machine that is ill in one way. Everything that was started inside is gone when it settles.
 * @throws ToolError `lab-impossible` (exit 2), `lab-failed` (1) when it cannot be built, or takes too long
 */
export async function runInLab(fault: Fault, argv: readonly string[], options: LabOptions): Promise<LabResult> {
  const possibility = labIsPossible(fault);
  if (!possibility.possible) throw new ToolError('lab-impossible', `No lab here: ${possibility.because}.`);
  const etcFolder = await mkdtemp(join(tmpdir(), 'whyslow-lab-'));
  try {
    const env = { ...inherited(), ...options.env };
    return await enter(possibility.way, { kind: 'begin', fault, argv, env, etcFolder }, options);
  } finally {
    // Never a recursive removal: inside, this folder is /etc.
    await rmdir(etcFolder);
  }
}

const inherited = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && !LEFT_OUTSIDE.test(pair[0]),
    ),
  );

async function enter(way: readonly string[], begin: Order, { stdio, timeoutMs }: LabOptions): Promise<LabResult> {
  const unshare = systemProgram('unshare');
  if (unshare === null) throw new ToolError('lab-impossible', 'No lab here: unshare is not installed.');
  const child = spawn(unshare, [...way, process.execPath, firstProcess()], {
    // A session of its own: Ctrl-C in the terminal reaches us only, and we pass it on, so that it arrives once.
    detached: true,
    stdio: [stdio === 'pipe' ? 'ignore' : stdio, stdio, stdio, 'ipc'],
  });
  const failures: string[] = [];
  child.on('message', ({ because }: Failure) => failures.push(because));
  child.on('error', ({ message }) => failures.push(message));
  child.send(begin, (error) => error && failures.push(error.message));
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const release = passSignalsTo(child);
  const deadline = setTimeout(() => {
    failures.push(`no end after ${timeoutMs / 1_000} s`);
    end(child);
  }, timeoutMs);

  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(deadline);
  release();
  const [because] = failures;
  if (because !== undefined) throw new ToolError('lab-failed', `The lab failed: ${because}.`, 1);
  return { code: code ?? 1, stdout: stdout(), stderr: stderr() };
}

/** Node runs JavaScript only, so a run from the TypeScript source uses the built process: build first. */
function firstProcess(): string {
  const path = import.meta.url.endsWith('.ts') ? '../../dist/lab/inside.js' : './inside.js';
  return fileURLToPath(new URL(path, import.meta.url));
}

function textOf(stream: Readable | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Lets the command save what it has, and ends everything when it takes too long for that. */
function passSignalsTo(child: ChildProcess): () => void {
  let grace: NodeJS.Timeout | undefined;
  const pass = (signal: NodeJS.Signals): void => {
    if (child.connected) child.send({ kind: 'signal', signal } satisfies Order);
    grace ??= setTimeout(() => end(child), LAST_WORDS_MS);
  };
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  return () => {
    clearTimeout(grace);
    process.off('SIGINT', pass);
    process.off('SIGTERM', pass);
  };
}

/** unshare takes the first process inside along (--kill-child), and that one all others. */
const end = (child: ChildProcess): void => void child.kill('SIGKILL');
