import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { connectTo } from '../../../src/gather/network/connect.ts';
import { freePort } from '../../serve/port.ts';
import { serveBytes } from '../real-servers.ts';

test('a listener accepts, and the socket is handed over open', async () => {
  const port = await serveBytes((socket) => void socket.end('hello'));
  const connected = await connectTo('127.0.0.1', port, 2_000);
  if (connected.outcome !== 'accepted') throw new Error(connected.outcome);
  const [chunk] = await once(connected.socket, 'data');
  connected.socket.destroy();
  expect(String(chunk)).toBe('hello');
});

test.each([['127.0.0.1'], ['::1']])('a port without a listener refuses on %s', async (address) =>
  expect(await connectTo(address, await freePort(), 2_000)).toMatchObject({ outcome: 'refused' }),
);

test('an address without a route is unreachable', async () => {
  // A link-local address without its zone names no interface.
  expect(await connectTo('fe80::1', 80, 500)).toMatchObject({ outcome: 'unreachable' });
});

/** Listens with a backlog of one and accepts nothing. */
const DEAF = `
  const { createServer } = require('node:net');
  const { parentPort } = require('node:worker_threads');
  const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

test.runIf(process.platform === 'linux')('a connect to a full listen backlog times out', async () => {
  const worker = new Worker(DEAF, { eval: true });
  onTestFinished(async () => void (await worker.terminate()));
  const [port] = (await once(worker, 'message')) as [number];
  const outcomes: string[] = [];
  for (let knock = 0; knock < 6; knock += 1) {
    const connected = await connectTo('127.0.0.1', port, 300);
    outcomes.push(connected.outcome);
    if (connected.outcome === 'accepted') onTestFinished(() => void connected.socket.destroy());
  }
  expect(outcomes[0]).toBe('accepted');
  expect(outcomes.at(-1)).toBe('timed-out');
});

test('a reset after the connect is not an uncaught error', async () => {
  const port = await serveBytes((socket) => void socket.once('data', () => socket.resetAndDestroy()));
  const connected = await connectTo('127.0.0.1', port, 2_000);
  if (connected.outcome !== 'accepted') throw new Error(connected.outcome);
  connected.socket.write('hello');
  await new Promise((resolve) => void connected.socket.once('close', resolve));
  expect(connected.socket.destroyed).toBe(true);
});
