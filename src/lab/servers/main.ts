import { open } from 'node:inspector';
import { isMainThread, workerData } from 'node:worker_threads';
import type { Server } from '../contract.ts';
import { shareCore } from './core.ts';
import { attachDebugger } from './debugger.ts';
import { listen } from './listen.ts';
import { isReloaded, reload } from './reload.ts';
import { fillQueues, standStill } from './stopped.ts';
import type { ThreadOrder } from './thread-order.ts';
import { obey } from './threads.ts';

// The entry of one server's process, started by start.ts. It ends when its parent ends, for any reason.
if (isMainThread) {
  process.once('disconnect', () => process.exit(0));
  process.once('message', (server: Server) => void start(server));
} else {
  obey(workerData as ThreadOrder);
}

async function start(server: Server): Promise<void> {
  try {
    if (server.core === 'shared') shareCore();
    if (isReloaded(server)) await reload(server);
    else await serve(server);
    process.send?.({ kind: 'listening' } satisfies ServerReport);
    if (server.behaviour.kind === 'stopped') standStill();
  } catch (error) {
    process.send?.({ kind: 'failed', because: error instanceof Error ? error.message : String(error) });
  }
}

async function serve(server: Server): Promise<void> {
  const { behaviour } = server;
  if (behaviour.kind === 'busy') beBusy();
  if (behaviour.kind === 'debugger') await attachDebugger(behaviour.port);
  if (behaviour.kind === 'http' && behaviour.debuggerPort !== null) open(behaviour.debuggerPort, '127.0.0.1');
  await Promise.all(server.addresses.map((address) => listen(server, address)));
  if (behaviour.kind === 'stopped') await fillQueues(server, behaviour);
}

const SLICE_MS = 50;

/** Computes in slices, so that the end of the parent is noticed. */
function beBusy(): void {
  const endMs = performance.now() + SLICE_MS;
  while (performance.now() < endMs);
  setImmediate(beBusy);
}

export type ServerReport = { readonly kind: 'listening' } | { readonly kind: 'failed'; readonly because: string };
