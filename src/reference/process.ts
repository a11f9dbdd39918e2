import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ToolError } from '../model/error.ts';
import { discardFolder, makeFolder } from './database-file.ts';
import { userNames, type ReferenceOptions } from './options.ts';

export type { ReferenceOptions } from './options.ts';

/** The reference server in a process of its own, where it cannot disturb the event loop that measures it. */
export interface ReferenceProcess {
  readonly url: string;
  readonly pid: number;
  readonly users: readonly string[];
  /** Lets it finish what it is answering; settles when the process and its temporary folder are gone. */
  stop(): Promise<void>;
}

/** A start takes a fifth of a second. What has not started after this will not. */
const START_DEADLINE_MS = 15_000;

/** A little more than the server itself gives its last requests. */
const STOP_DEADLINE_MS = 7000;

/** Enough of the child's last words for any error message, too little for a child gone mad to fill our memory. */
const MAX_STDERR_CHARACTERS = 2000;

/** All that Node and the two native modules need. Nothing else is passed on: WHYSLOW_PASSWORD may be among it. */
const PASSED_ON = [
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
  const options: ReferenceOptions = folder === null ? given : { ...given, store: { kind: 'temporary', folder } };
  const child = fork(childModule(), [], {
    // Without our own execArgv: the child must neither be debugged on our port nor run our test loader.
    execArgv: [],
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const lastWords = collectStderr(child);
  const gone = goneWith(child, folder);
  try {
    const url = await ready(child, options);
    return { url, pid: child.pid ?? -1, users: userNames(options.users), stop: () => stop(child, gone) };
  } catch (error) {
    await stop(child, gone);
    const because = lastWords() || (error instanceof Error ? error.message : String(error));
    throw new ToolError('reference-not-started', `The reference server did not start: ${because}`, 1);
  }
}

const TEMPORARY = { kind: 'temporary' } as const;

/**
 * Settles when the child has ended and its temporary folder is removed. The child cannot remove it when it is killed; when
 * this process is killed, the child does.
 */
async function goneWith(child: ChildProcess, folder: string | null): Promise<void> {
  // One that could not be started has no end.
  if (child.pid !== undefined) await new Promise((resolve) => child.once('exit', resolve));
  if (folder !== null) await discardFolder(folder);
}

/** Node forks JavaScript only, so a run from the TypeScript source uses the built child: build first. */
function childModule(): string {
  const path = import.meta.url.endsWith('.ts') ? '../../dist/reference/main.js' : './main.js';
  return fileURLToPath(new URL(path, import.meta.url));
}

function environment(): NodeJS.ProcessEnv {
  const set = PASSED_ON.filter((name) => process.env[name] !== undefined);
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
    // 'close' and not 'exit': only then has all of stderr arrived.
    child.once('close', (code, signal) => settle(() => reject(new Error(`its process ended (${signal ?? code})`))));
    child.send(options, (error) => error && settle(() => reject(error)));
  });
}

/** Disconnecting rather than SIGTERM, which on Windows would kill the child before it has answered what is in flight. */
async function stop(child: ChildProcess, gone: Promise<void>): Promise<void> {
  const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  if (child.connected) child.disconnect();
  await gone;
  clearTimeout(deadline);
}
