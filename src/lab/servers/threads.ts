import { connect } from 'node:net';
import { holdLocks } from './lock.ts';
import type { ThreadOrder } from './thread-order.ts';

export function obey(order: ThreadOrder): void {
  switch (order.kind) {
    case 'hold-locks':
      holdLocks(order.cells);
      break;
    case 'compute':
      compute(order.ms);
      break;
    case 'connect':
      for (const address of order.addresses) connectTo(order.port, address, order.connected);
      break;
    default:
      order satisfies never;
  }
}

const US_PER_MS = 1_000;

/** Until the process has used so much time on a core. Threads that compute at once share the time. */
export function compute(ms: number): void {
  const start = process.cpuUsage();
  const usedMs = (): number => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / US_PER_MS;
  };
  while (usedMs() < ms);
}

function connectTo(port: number, host: string, connected: Int32Array): void {
  const socket = connect({ port, host });
  socket.on('error', () => {});
  socket.once('connect', () => {
    Atomics.add(connected, 0, 1);
    Atomics.notify(connected, 0);
  });
}
