import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ToolError } from '../model/error.ts';
import { builtEntry } from '../package-file.ts';
import { systemProgram } from '../system/programs.ts';
import type { Fault } from './contract.ts';
import { type CpuGroup, makeCpuGroup } from './cpu-limit.ts';
import type { Failure, LabMessage } from './messages.ts';
import { labIsPossible } from './possibility.ts';

export { labIsPossible } from './possibility.ts';

export interface LabOptions {
  /** `pipe` gives the command no stdin and collects its output. */
  readonly stdio: 'inherit' | 'pipe';
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface LabResult {
  /** The exit code as in a shell: 128 plus the number of the signal, if a signal ended the command. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables that would bring the real machine's resolver and proxies into the lab. */
const NOT_INHERITED = /^((https?|all|no|ftp)_proxy|RES_OPTIONS|LOCALDOMAIN|HOSTALIASES|NODE_CHANNEL_.*)$/i;

/** The time that a command has to end by itself after Ctrl-C, before all processes inside are killed. */
const GRACE_MS = 10_000;

/**
 * Runs a command on a machine with one fault. All processes inside have ended when the promise settles.
 * @throws ToolError `lab-impossible` (exit 2), `lab-failed` (1) when it cannot be built, or takes too long
 */
export async function runInLab(fault: Fault, argv: readonly string[], options: LabOptions): Promise<LabResult> {
  const possibility = labIsPossible(fault);
  if (!possibility.possible)
    throw new ToolError('lab-impossible', `The lab is not possible here: ${possibility.because}.`);
  const etcFolder = await mkdtemp(join(tmpdir(), 'whyslow-lab-'));
  const cpuGroup = cpuGroupOf(fault, basename(etcFolder));
  try {
    const env = { ...inherited(), ...options.env };
    const cpuFolder = cpuGroup?.folder ?? null;
    return await enter(possibility.unshareArgs, { kind: 'begin', fault, argv, env, etcFolder, cpuFolder }, options);
  } finally {
    await cpuGroup?.remove();
    // Never removed recursively: inside, this folder is /etc.
    await rmdir(etcFolder);
  }
}

/** One group for all servers with a limit, which is that of the first one. */
function cpuGroupOf({ servers }: Fault, name: string): CpuGroup | null {
  const [limit] = servers.flatMap(({ cpuLimit }) => cpuLimit ?? []);
  return limit === undefined ? null : makeCpuGroup(name, limit);
}

const inherited = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && !NOT_INHERITED.test(pair[0]),
    ),
  );

async function enter(
  unshareArgs: readonly string[],
  begin: LabMessage,
  { stdio, timeoutMs }: LabOptions,
): Promise<LabResult> {
  const unshare = systemProgram('unshare');
  if (unshare === null)
    throw new ToolError('lab-impossible', 'The lab is not possible here: unshare is not installed.');
  const child = spawn(unshare, [...unshareArgs, process.execPath, fileURLToPath(builtEntry('lab-inside'))], {
    // A separate session: Ctrl-C in the terminal reaches this process only, which passes it on, so it arrives once.
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
    failures.push(`the command did not end within ${timeoutMs / 1_000} s`);
    end(child);
  }, timeoutMs);

  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(deadline);
  release();
  const [because] = failures;
  if (because !== undefined) throw new ToolError('lab-failed', `The lab failed: ${because}.`, 1);
  return { code: code ?? 1, stdout: stdout(), stderr: stderr() };
}

function textOf(stream: Readable | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Passes SIGINT and SIGTERM to the command, so that it can save its results. After the grace time all is killed. */
function passSignalsTo(child: ChildProcess): () => void {
  let grace: NodeJS.Timeout | undefined;
  const pass = (signal: NodeJS.Signals): void => {
    if (child.connected) child.send({ kind: 'signal', signal } satisfies LabMessage);
    grace ??= setTimeout(() => end(child), GRACE_MS);
  };
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  return () => {
    clearTimeout(grace);
    process.off('SIGINT', pass);
    process.off('SIGTERM', pass);
  };
}

/** unshare kills the first process inside with it (--kill-child), and the kernel then kills all others. */
const end = (child: ChildProcess): void => void child.kill('SIGKILL');
