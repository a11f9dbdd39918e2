import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { Bounds } from './contract.ts';
import { childEnvironment } from './environment.ts';

export type Ran =
  | { readonly how: 'exited'; readonly code: number | null; readonly stdout: string; readonly stderr: string }
  | { readonly how: 'killed'; readonly because: string }
  | { readonly how: 'not-started'; readonly because: string };

export type Run = Ran & { readonly tookMs: number };

/** A script prints one line. Further output is dropped. */
const OUTPUT_BYTES = 64 * 1024;

const SETPRIV = '/usr/bin/setpriv';

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach(kill));

/** Runs one program to its end or to its bound, whichever comes first. At the bound its process group is killed. */
export function runChild(path: string, args: readonly string[], { timeoutMs, signal }: Bounds): Promise<Run> {
  if (signal.aborted) return Promise.resolve({ how: 'killed', because: 'interrupted', tookMs: 0 });
  const [command = path, ...words] = [...killedWithParent(), path, ...args];
  const start = performance.now();
  const child = spawn(command, words, {
    env: childEnvironment(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group, so that the kill reaches children of a wrapper script. On Windows it would open a window.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  running.add(child);
  return new Promise((resolve) => {
    const output = { stdout: collect(child.stdout), stderr: collect(child.stderr) };
    const timer = setTimeout(() => stop(`no answer within ${timeoutMs} ms`), timeoutMs);
    const interrupt = (): void => stop('interrupted');
    signal.addEventListener('abort', interrupt, { once: true });
    const finish = (ran: Ran): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
      running.delete(child);
      resolve({ ...ran, tookMs: performance.now() - start });
    };
    // Does not wait for `close` after a kill: a process that left the group could hold the pipes open for ever.
    const stop = (because: string): void => {
      const gone = child.exitCode !== null || child.signalCode !== null;
      if (!gone) child.once('exit', () => finish({ how: 'killed', because }));
      kill(child);
      if (gone) finish({ how: 'killed', because });
    };
    child.once('error', (error) => finish({ how: 'not-started', because: error.message }));
    child.once('close', (code) => finish({ how: 'exited', code, stdout: output.stdout(), stderr: output.stderr() }));
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    if (text.length < OUTPUT_BYTES) text += chunk;
  });
  return () => text;
}

function kill(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: the process group has ended already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Linux can kill a child when its parent ends, even by SIGKILL, after which no handler of ours runs. */
const killedWithParent = (): readonly string[] =>
  process.platform === 'linux' && existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', '--'] : [];
