import { isMainThread, workerData } from 'node:worker_threads';
import type { Server } from '../contract.ts';
import { shareCore } from './core.ts';
import { listen } from './listen.ts';
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
    if (server.behaviour.kind === 'busy') beBusy();
    await Promise.all(server.addresses.map((address) => listen(server, address)));
    if (server.behaviour.kind === 'stopped') await fillQueues(server, server.behaviour);
    process.send?.({ kind: 'listening' } satisfies ServerReport);
    if (server.behaviour.kind === 'stopped') standStill();
  } catch (error) {
    process.send?.({ kind: 'failed', because: error instanceof Error ? error.message : String(error) });
  }
}

const SLICE_MS = 50;

/** Computes in slices, so that the end of the parent is noticed. */
function beBusy(): void {
  const endMs = performance.now() + SLICE_MS;
  while (performance.now() < endMs);
  setImmediate(beBusy);
}

export type ServerReport = { readonly kind: 'listening' } | { readonly kind: 'failed'; readonly because: string };
