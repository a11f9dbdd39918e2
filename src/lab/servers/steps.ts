import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Step } from '../contract.ts';
import { builtEntry } from '../../package-file.ts';
import { waitForLock } from './lock.ts';
import type { ThreadOrder } from './thread-order.ts';
import { compute } from './threads.ts';

type Taking = { readonly [K in Step['kind']]: (step: Extract<Step, { kind: K }>) => Promise<unknown> | void };

const taking: Taking = {
  sleep: ({ ms }) => sleep(ms),
  block: ({ ms }) => block(ms),
  compute: ({ ms }) => compute(ms),
  'compute-in-thread': ({ ms }) => computeInThread(ms),
  'sync-file': ({ ms }) => syncFile(ms),
  'wait-for-lock': ({ ms }) => waitForLock(ms),
  'look-up': ({ name }) => lookup(name).catch(() => {}),
  connect: ({ port }) => connectToLocalhost(port),
  ask: ({ port, connection }) => ask(port, connection),
  breakpoint: () => {
    // eslint-disable-next-line no-debugger -- it is what this step is for.
    debugger;
  },
};

/** Does one step of a handler; settles when it is done. */
export async function take(step: Step): Promise<void> {
  // The compiler cannot relate the kind to its function; both come from the same member.
  await (taking[step.kind] as (each: Step) => Promise<unknown> | void)(step);
}

function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, ms);
}

async function computeInThread(ms: number): Promise<void> {
  const order: ThreadOrder = { kind: 'compute', ms };
  await once(new Worker(builtEntry('lab-server'), { workerData: order }), 'exit');
}

const BLOCK = Buffer.alloc(4_096);

/** In a folder that is on a disk; /tmp may be in memory, where a sync costs nothing. */
function syncFile(ms: number): void {
  const path = `/var/tmp/whyslow-lab-${process.pid}`;
  const file = openSync(path, 'w');
  rmSync(path);
  const endMs = performance.now() + ms;
  while (performance.now() < endMs) {
    writeSync(file, BLOCK);
    fsyncSync(file);
  }
  closeSync(file);
}

/** Tries the addresses of localhost one after the other, as most database drivers do. */
async function connectToLocalhost(port: number): Promise<void> {
  for (const host of ['::1', '127.0.0.1']) {
    const socket = connect({ host, port });
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
  }
}

let kept: Promise<Socket> | null = null;

async function ask(port: number, connection: 'kept' | 'new'): Promise<void> {
  kept ??= connection === 'kept' ? greeted(port) : null;
  const socket = await (connection === 'kept' && kept !== null ? kept : greeted(port));
  const answer = once(socket, 'data');
  socket.write('?');
  await answer;
  if (connection === 'new') socket.destroy();
}

async function greeted(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'data');
  return socket;
}
