import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { gatherAddresses } from '../../../src/gather/network/addresses.ts';
import { parseBacklogs, watchListenQueue } from '../../../src/gather/network/listen-queue.ts';
import { parseQueues, readQueues } from '../../../src/gather/server/listeners/queues.ts';
import { contextFor, inOneWrite, serveBytes } from '../real-servers.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F40 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 11 1 0 100 0 0 10 0
   1: 0100007F:1F41 00000000:0000 0A 00000000:00000009 00:00000000 00000000     0        0 12 1 0 100 0 0 10 0
   2: 0100007F:1F40 0100007F:9C40 01 00000000:00000005 00:00000000 00000000     0        0 13 1 0 100 0 0 10 0
`;

test('the queue of a listener is the second number of its queues, and other sockets have none', () =>
  expect(parseQueues(TABLE, 8_000)).toEqual([{ address: '127.0.0.1', waiting: 2 }]));

test('ss shows the backlog of each listener, with the address as the kernel has it', () =>
  expect([
    ...parseBacklogs(`LISTEN 2      1          127.0.0.1:8000       0.0.0.0:*
LISTEN 0      511            [::1]:8000          [::]:*
LISTEN 0      100                *:8000             *:*
LISTEN 0      5     127.0.0.53%lo:8000       0.0.0.0:*
LISTEN 0      6  [::ffff:127.0.0.2]:8000             *:*
nonsense
`),
  ]).toEqual([
    ['127.0.0.1', 1],
    ['::1', 511],
    ['::', 100],
    ['127.0.0.53', 5],
    ['127.0.0.2', 6],
  ]));

describe.runIf(process.platform === 'linux')('on this machine', () => {
  test('a server that accepts has an empty queue', async () => {
    const port = await serveBytes(inOneWrite);
    const end = await watchListenQueue(port, new AbortController().signal);
    expect(await end()).toMatchObject({ ok: true, value: { listeners: [{ address: '127.0.0.1', waitingBefore: 0 }] } });
  });

  test('the first connects of whyslow do not overflow a backlog of 1', async () => {
    const server = createServer(inOneWrite).listen({ port: 0, host: '127.0.0.1', backlog: 1 });
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as { readonly port: number };
    const seen = await gatherAddresses(contextFor(port));
    const four = seen.visits.find(({ name }) => name === '127.0.0.1');
    expect(Math.max(...(four?.cold.map(({ connectMs }) => connectMs) ?? []))).toBeLessThan(900);
  });

  test('a port without a listener has no queue', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { readonly port: number };
    const client = connect(port, '127.0.0.1');
    await once(client, 'connect');
    client.destroy();
    await new Promise((resolve) => void server.close(resolve));
    expect(await readQueues(port)).toEqual([]);
  });
});
