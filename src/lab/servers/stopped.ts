import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { builtEntry } from '../../package-file.ts';
import type { Behaviour, Server } from '../contract.ts';
import type { ThreadOrder } from './thread-order.ts';

type Stopped = Extract<Behaviour, { kind: 'stopped' }>;

/**
 * Settles when the queue of each address is full. This thread waits in the call, so that its event loop accepts none of the
 * connections. The queue holds one connection more than the backlog.
 */
export async function fillQueues({ port, addresses }: Server, { backlog, clients }: Stopped): Promise<void> {
  const connected = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const order: ThreadOrder = {
    kind: 'connect',
    port,
    addresses: addresses.flatMap((address) => Array.from({ length: clients }, () => address)),
    connected,
  };
  await once(new Worker(builtEntry('lab-server'), { workerData: order }), 'online');
  const enough = addresses.length * (backlog + 1);
  for (let so = 0; so < enough; so = Atomics.load(connected, 0)) Atomics.wait(connected, 0, so);
}

/** Blocks this thread until its process is ended. */
export function standStill(): never {
  const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  for (;;) Atomics.wait(never, 0, 0);
}
