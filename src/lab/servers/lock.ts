import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { builtEntry } from '../../package-file.ts';
import type { ThreadOrder } from './thread-order.ts';

/** The cells of the memory that both threads share: the lock, and the time for which the holder shall hold it. */
const [LOCK, ORDER, CELLS] = [0, 1, 2] as const;
const [FREE, HELD] = [0, 1] as const;

let shared: Promise<Int32Array> | null = null;

/** Blocks this thread until the other one frees the lock. */
export async function waitForLock(ms: number): Promise<void> {
  shared ??= startHolder();
  const cells = await shared;
  Atomics.store(cells, LOCK, HELD);
  Atomics.store(cells, ORDER, ms);
  Atomics.notify(cells, ORDER);
  Atomics.wait(cells, LOCK, HELD);
}

async function startHolder(): Promise<Int32Array> {
  const cells = new Int32Array(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT));
  const order: ThreadOrder = { kind: 'hold-locks', cells };
  await once(new Worker(builtEntry('lab-server'), { workerData: order }), 'online');
  return cells;
}

/** The other thread: holds the lock for each order, and frees it. It ends with its process. */
export function holdLocks(cells: Int32Array): never {
  for (;;) {
    Atomics.wait(cells, ORDER, 0);
    const ms = Atomics.exchange(cells, ORDER, 0);
    Atomics.wait(cells, ORDER, 0, ms);
    Atomics.store(cells, LOCK, FREE);
    Atomics.notify(cells, LOCK);
  }
}
