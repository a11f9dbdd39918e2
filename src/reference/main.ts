import cluster from 'node:cluster';
import { rmSync } from 'node:fs';
import { ToolError } from '../model/error.ts';
import { missingPackage } from '../model/missing-package.ts';
import type { Serving } from './listen.ts';
import type { ReferenceOptions } from './options.ts';

// The entry point of the child process that process.ts starts. Options arrive over IPC, because other users can read
// argv and the environment in a process list, and the options include the password.

let serving: Promise<Serving> | undefined;
let folder: string | undefined;

process.once('message', (options: ReferenceOptions) => {
  // Any later message means: shut down. A cluster worker gets one, because a disconnect would end it at once.
  process.once('message', () => void shutDown());
  void start(options);
});

// node:cluster listens for messages before this module does, and earlier messages are lost. So a worker requests its
// options.
if (cluster.isWorker) process.send?.({ loaded: true });

// Ctrl-C in a terminal signals the whole process group, but the parent must first save its measurements. So the parent
// ends this process by disconnecting, which also happens when the parent ends for any reason.
process.on('SIGINT', () => {});
process.once('disconnect', () => void shutDown());
process.once('SIGTERM', () => void shutDown());
process.once('SIGHUP', () => void shutDown());
// The parent may have ended while this module was loading. The event is over then, so the state is checked.
if (!process.connected) void shutDown();

// The parent removes the temporary folder that it made. If the parent has ended, this process removes it. A cluster
// worker gets no later event than this one when its parent ends.
process.once('exit', () => {
  if (process.connected || folder === undefined) return;
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // No process is left to report the error.
  }
});

async function start(options: ReferenceOptions): Promise<void> {
  try {
    folder = options.store?.kind === 'temporary' ? options.store.folder : undefined;
    // Imported here so that a missing package is reported like any other error.
    serving = import('./listen.ts').then(({ serveReference }) => serveReference(options));
    const { url } = await serving;
    process.send?.({ ready: true, url });
  } catch (thrown) {
    const error = missingPackage(thrown) ?? thrown;
    // The primary of a cluster exits with the exit code of the error, so it gets code and message.
    if (cluster.isWorker && error instanceof ToolError) return fail(error);
    // The parent shows this to the user. Without a stack: typical causes are the port or the file, not the code.
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
  }
}

function fail({ code, message, exitCode }: ToolError): void {
  process.send?.({ failed: { code, message, exitCode } }, undefined, undefined, () => process.exit(1));
}

async function shutDown(): Promise<void> {
  await serving?.then((server) => server.close()).catch(() => {});
  process.exit(0);
}
