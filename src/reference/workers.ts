import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ToolError } from '../model/error.ts';
import { discardFolder, makeFolder } from './database-file.ts';
import type { Serving } from './listen.ts';
import type { ReferenceOptions } from './options.ts';
import { DEFAULT_ALGORITHM, makeKey } from './tokens/keys.ts';

/** A worker that cannot live this long after it served would be restarted for ever. */
const SHORTEST_LIFE_MS = 1000;

/** Several processes behind one port: node:cluster hands each connection to the next of them in turn. */
export async function serveWithWorkers(given: ReferenceOptions, count: number): Promise<Serving> {
  const { store = { kind: 'temporary' }, algorithm = DEFAULT_ALGORITHM } = given;
  // The workers share it, so none of them may remove it while the others serve.
  const folder = store.kind === 'temporary' ? await makeFolder() : null;
  const options: ReferenceOptions = {
    ...given,
    store: folder === null ? store : { kind: 'temporary', folder },
    // All must accept what one has signed.
    keys: given.keysFile === undefined ? [await makeKey(algorithm, 0)] : undefined,
  };
  cluster.setupPrimary({ exec: workerModule(), args: [], execArgv: [] });

  const workers = new Set<Worker>();
  const serving = new Set<Worker>();
  let isStopping = false;
  const start = async (): Promise<string> => {
    // The password goes over IPC only, so it is taken out of the environment that workers inherit.
    const worker = cluster.fork({ WHYSLOW_PASSWORD: undefined });
    workers.add(worker);
    worker.once('exit', () => {
      workers.delete(worker);
      serving.delete(worker);
    });
    const url = await ready(worker, options);
    serving.add(worker);
    const servesSinceMs = performance.now();
    worker.once('exit', () => {
      if (!isStopping && performance.now() - servesSinceMs > SHORTEST_LIFE_MS) {
        void start().catch((error: unknown) => {
          if (!isStopping) report(error);
        });
      }
    });
    return url;
  };
  const close = async (): Promise<void> => {
    isStopping = true;
    // One that does not serve yet answers nothing, and may not listen for our message yet.
    await Promise.all([...workers].map((worker) => (serving.has(worker) ? stop(worker) : end(worker))));
    if (folder !== null) await discardFolder(folder);
  };

  try {
    // One makes the tables and the users; the others find them.
    const url = await start();
    await Promise.all(Array.from({ length: count - 1 }, start));
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Of a worker that was to take the place of one that ended. The others serve on. */
function report(error: unknown): void {
  process.stderr.write(`whyslow reference: ${error instanceof Error ? error.message : String(error)}\n`);
}

/** Node runs JavaScript only, so a run from the TypeScript source uses the built worker: build first. */
function workerModule(): string {
  const path = import.meta.url.endsWith('.ts') ? '../../dist/reference/main.js' : './main.js';
  return fileURLToPath(new URL(path, import.meta.url));
}

type Message =
  | { readonly loaded: true }
  | { readonly url: string }
  | { readonly failed: Pick<ToolError, 'code' | 'message' | 'exitCode'> };

/** The worker says first that it listens, then where it serves, or why not. An internal error goes to stderr, which is ours. */
function ready(worker: Worker, options: ReferenceOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: Message) => {
      if ('url' in message) resolve(message.url);
      else if ('loaded' in message) send(worker, options);
      else reject(new ToolError(message.failed.code, message.failed.message, message.failed.exitCode));
    });
    worker.once('exit', () =>
      reject(new ToolError('reference-not-started', 'A worker of the reference server did not start.', 1)),
    );
  });
}

async function stop(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const gone = once(worker, 'exit');
  send(worker, { leave: true });
  await gone;
}

async function end(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const gone = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  await gone;
}

/** A worker may end at any moment; its exit tells, and not the channel that closed. */
function send(worker: Worker, message: object): void {
  if (worker.isConnected()) worker.send(message, () => {});
}
