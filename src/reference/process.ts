import { fork, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { ToolError } from '../model/error.ts';
import { builtEntry } from '../package-file.ts';
import { databasePath, discardFolder, makeFolder } from './database-file.ts';
import { userNames, type ReferenceOptions } from './options.ts';

export type { ReferenceOptions } from './options.ts';

/** The reference server in its own process, so that it does not load the event loop that measures it. */
export interface ReferenceProcess {
  readonly url: string;
  readonly pid: number;
  readonly users: readonly string[];
  /** Null where the store is not a file. */
  readonly databaseFile: string | null;
  /** Finishes the requests in flight. Settles when the process has ended and its temporary folder is removed. */
  stop(): Promise<void>;
}

/** The limit for a start, which normally takes a fifth of a second. */
const START_DEADLINE_MS = 15_000;

/** A little more than the server's own limit for its last requests. */
const STOP_DEADLINE_MS = 7000;

/** The kept end of the child's stderr: enough for any error message, and bounded against endless output. */
const MAX_STDERR_CHARACTERS = 2000;

/** The variables that Node and the two native modules need. No others are inherited, such as WHYSLOW_PASSWORD. */
const INHERITED_VARIABLES = [
  'PATH',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'SystemRoot',
  'TMPDIR',
  'TMP',
  'TEMP',
  'UV_THREADPOOL_SIZE',
];

export async function startReference(given: ReferenceOptions): Promise<ReferenceProcess> {
  const folder = (given.store ?? TEMPORARY).kind === 'temporary' ? await makeFolder() : null;
  if (folder !== null) removeAtExit(folder);
  const options: ReferenceOptions = folder === null ? given : { ...given, store: { kind: 'temporary', folder } };
  const child = fork(builtEntry('reference'), [], {
    // Without execArgv of this process: the child must not use its debugger port or test loader.
    execArgv: [],
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const stderrText = collectStderr(child);
  const ended = endOf(child, folder);
  try {
    const url = await ready(child, options);
    const databaseFile = fileOf(options);
    return { url, pid: child.pid ?? -1, users: userNames(options.users), databaseFile, stop: () => stop(child, ended) };
  } catch (error) {
    await stop(child, ended);
    const because = stderrText() || (error instanceof Error ? error.message : String(error));
    throw new ToolError('reference-not-started', `The reference server did not start: ${because}`, 1);
  }
}

const fileOf = ({ store }: ReferenceOptions): string | null =>
  store === undefined || store.kind === 'redis' ? null : databasePath(store);

const TEMPORARY = { kind: 'temporary' } as const;

/**
 * Settles when the child has ended and its temporary folder is removed. A killed child cannot remove the folder. If
 * this process is killed, the child removes it.
 */
async function endOf(child: ChildProcess, folder: string | null): Promise<void> {
  // A child that failed to start emits no 'exit'.
  if (child.pid !== undefined) await new Promise((resolve) => child.once('exit', resolve));
  if (folder === null) return;
  await discardFolder(folder);
  atExit.delete(folder);
}

/** Folders whose child may not know them yet: this process may exit before the child has read its options. */
const atExit = new Set<string>();

let isListening = false;

function removeAtExit(folder: string): void {
  if (!isListening) process.once('exit', removeRest);
  isListening = true;
  atExit.add(folder);
}

function removeRest(): void {
  for (const folder of atExit) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // On Windows a file that the child has open. The child removes the folder when it ends.
    }
  }
}

function environment(): NodeJS.ProcessEnv {
  const set = INHERITED_VARIABLES.filter((name) => process.env[name] !== undefined);
  return Object.fromEntries(set.map((name) => [name, process.env[name]]));
}

function collectStderr(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-MAX_STDERR_CHARACTERS);
  });
  return () => text.trim();
}

function ready(child: ChildProcess, options: ReferenceOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error(`no answer in ${START_DEADLINE_MS} ms`)), START_DEADLINE_MS);
    const settle = (act: () => void): void => {
      clearTimeout(deadline);
      act();
    };
    child.once('message', ({ url }: { url: string }) => settle(() => resolve(url)));
    child.once('error', (error) => settle(() => reject(error)));
    // 'close' and not 'exit', because stderr is complete only then.
    child.once('close', (code, signal) => settle(() => reject(new Error(`its process ended (${signal ?? code})`))));
    child.send(options, (error) => error && settle(() => reject(error)));
  });
}

/** Disconnects instead of SIGTERM, which on Windows would kill the child before it finishes the requests in flight. */
async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  if (child.connected) child.disconnect();
  await ended;
  clearTimeout(deadline);
}
