import cluster from 'node:cluster';
import { rmSync } from 'node:fs';
import { ToolError } from '../model/error.ts';
import { missingPackage } from '../model/missing-package.ts';
import type { Serving } from './listen.ts';
import type { ReferenceOptions } from './options.ts';

// The entry of the child process; process.ts is its other end. Options come over IPC, because argv and the environment
// can be read by anyone who can list processes, and the password is among them.

let serving: Promise<Serving> | undefined;
let folder: string | undefined;

process.once('message', (options: ReferenceOptions) => {
  // Whatever is said after that means: go. A worker of a cluster is told so, because it would not survive disconnecting.
  process.once('message', () => void leave());
  void start(options);
});

// node:cluster listens before this module does, and what comes before it listens is lost: so a worker asks for its options.
if (cluster.isWorker) process.send?.({ loaded: true });

// Ctrl-C in a terminal reaches the whole process group. The parent still wants to finish and save what it measured, so
// it decides when we go: by disconnecting, which also happens when it dies, however it dies.
process.on('SIGINT', () => {});
process.once('disconnect', () => void leave());
process.once('SIGTERM', () => void leave());
process.once('SIGHUP', () => void leave());
// The parent may have died while this module was still loading; then the event is over and only the state tells.
if (!process.connected) void leave();

// The parent removes the temporary folder that it made. A parent that has ended cannot. A worker of a cluster gets no time
// for more than this event when its parent ends.
process.once('exit', () => {
  if (process.connected || folder === undefined) return;
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // No process is left that could report it.
  }
});

async function start(options: ReferenceOptions): Promise<void> {
  try {
    folder = options.store?.kind === 'temporary' ? options.store.folder : undefined;
    // Its packages may not be installed, which is told like any other reason.
    serving = import('./listen.ts').then(({ serveReference }) => serveReference(options));
    const { url } = await serving;
    process.send?.({ ready: true, url });
  } catch (thrown) {
    const error = missingPackage(thrown) ?? thrown;
    // The primary of a cluster ends with the exit code of the error, so it gets the whole of it.
    if (cluster.isWorker && error instanceof ToolError) return fail(error);
    // The parent shows this to the user. It has no stack: what can go wrong here is the port or the file, not the code.
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
  }
}

function fail({ code, message, exitCode }: ToolError): void {
  process.send?.({ failed: { code, message, exitCode } }, undefined, undefined, () => process.exit(1));
}

async function leave(): Promise<void> {
  await serving?.then((server) => server.close()).catch(() => {});
  process.exit(0);
}
