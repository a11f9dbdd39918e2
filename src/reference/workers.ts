import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ToolError } from '../model/error.ts';
import { builtEntry } from '../package-file.ts';
import { discardFolder, makeFolder } from './database-file.ts';
import type { Serving } from './listen.ts';
import type { ReferenceOptions } from './options.ts';
import { DEFAULT_ALGORITHM, makeKey } from './tokens/keys.ts';

/** A worker that ends earlier is not restarted, to avoid an endless restart loop. */
const MIN_UPTIME_MS = 1000;

/** Several processes behind one port. node:cluster distributes connections round-robin. */
export async function serveWithWorkers(given: ReferenceOptions, count: number): Promise<Serving> {
  const { store = { kind: 'temporary' }, algorithm = DEFAULT_ALGORITHM } = given;
  // The workers share the folder, so the primary removes it at the end.
  const folder = store.kind === 'temporary' ? await makeFolder() : null;
  const options: ReferenceOptions = {
    ...given,
    store: folder === null ? store : { kind: 'temporary', folder },
    // All workers must accept tokens that one worker signed.
    keys: given.keysFile === undefined ? [await makeKey(algorithm, 0)] : undefined,
  };
  cluster.setupPrimary({ exec: fileURLToPath(builtEntry('reference')), args: [], execArgv: [] });

  const workers = new Set<Worker>();
  const serving = new Set<Worker>();
  let isStopping = false;
  const start = async (): Promise<string> => {
    // The password is sent over IPC only, so it is removed from the inherited environment.
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
      if (!isStopping && performance.now() - servesSinceMs > MIN_UPTIME_MS) {
        void start().catch((error: unknown) => {
          if (!isStopping) report(error);
        });
      }
    });
    return url;
  };
  const close = async (): Promise<void> => {
    isStopping = true;
    // A worker that does not serve yet has no requests in flight, and may not receive messages yet.
    await Promise.all([...workers].map((worker) => (serving.has(worker) ? stop(worker) : end(worker))));
    if (folder !== null) await discardFolder(folder);
  };

  try {
    // The first worker makes the tables and users for the others.
    const url = await start();
    await Promise.all(Array.from({ length: count - 1 }, start));
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Reports that a replacement worker failed to start. The other workers continue. */
function report(error: unknown): void {
  process.stderr.write(`whyslow reference: ${error instanceof Error ? error.message : String(error)}\n`);
}

type Message =
  | { readonly loaded: true }
  | { readonly url: string }
  | { readonly failed: Pick<ToolError, 'code' | 'message' | 'exitCode'> };

/** A worker first requests its options, then sends its URL or error. Internal errors go to the shared stderr. */
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
  const exited = once(worker, 'exit');
  send(worker, { stop: true });
  await exited;
}

async function end(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const exited = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  await exited;
}

/** A worker may end at any moment. The 'exit' event reports that, so send errors are ignored. */
function send(worker: Worker, message: object): void {
  if (worker.isConnected()) worker.send(message, () => {});
}
