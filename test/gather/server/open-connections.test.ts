import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { gatherOpenConnections } from '../../../src/gather/server/open-connections.ts';
import type { OpenConnections } from '../../../src/model/open-connections.ts';
import { addressesOf, answering, closed, silent } from '../../audit/literals.ts';
import { freePort } from '../../serve/port.ts';
import { testWith } from '../../serve/require.ts';
import { PYTHON } from '../../serve/carelink.ts';
import { contextFor, serveBytes, serveHttp } from '../real-servers.ts';

const mute = addressesOf({ '127.0.0.1': [silent('127.0.0.1', { kind: 'hangs', waitedMs: 5_000 })] });

/** Reads each connection to its end before it takes the next one. */
const ONE_AT_A_TIME = `
import socket, sys
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("listening", flush=True)
while True:
    connection, _ = listener.accept()
    while connection.recv(65536):
        connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok")
    connection.close()
`;

async function serving(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const port = await freePort();
  const child = spawn(PYTHON, ['-c', ONE_AT_A_TIME, String(port)], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return { child, port };
}

async function held(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

async function gathered(port: number): Promise<OpenConnections> {
  const found = await gatherOpenConnections(contextFor(port), mute);
  if (found?.ok !== true) throw new Error(found?.message);
  return found.value;
}

const linux = process.platform === 'linux' ? testWith(['python']) : test.skip;

linux('a process that is stopped is seen as such', async () => {
  const { child, port } = await serving();
  child.kill('SIGSTOP');
  // The kernel delivers the signal when the process runs next, and until then it may accept a connection.
  await expect.poll(() => readFile(`/proc/${child.pid}/stat`, 'utf8')).toMatch(/\) T /);
  expect(await gathered(port)).toMatchObject({ own: 'queued', processes: [{ pid: child.pid, state: 'T' }] });
});

linux('a silent connection that the server reads is seen, with its client', async () => {
  const { port } = await serving();
  await held(port);
  expect(await gathered(port)).toMatchObject({
    own: 'queued',
    seesCalls: true,
    held: [{ phase: 'silent', isRead: true, client: { pid: process.pid } }],
  });
});

linux('a connection that had its answer is idle', async () => {
  const { port } = await serving();
  const socket = await held(port);
  socket.write('GET / HTTP/1.1\r\n\r\n');
  await once(socket, 'data');
  expect(await gathered(port)).toMatchObject({ own: 'queued', held: [{ phase: 'idle', isRead: true }] });
});

test.runIf(process.platform === 'linux')('a server that reads and stays silent has read the request', async () => {
  const port = await serveBytes((socket) => void socket.resume());
  expect(await gathered(port)).toMatchObject({ own: 'read', held: [] });
});

test('a server that answers the second request was slow once', async () => {
  const port = await serveHttp((_request, response) => response.end('hello'));
  expect(await gathered(port)).toMatchObject({ own: 'answered' });
});

test('nothing is read where each address answers or refuses', async () => {
  const rows = addressesOf({ '127.0.0.1': [answering('127.0.0.1')], '::1': [closed('::1', 'refused')] });
  expect(await gatherOpenConnections(contextFor(await freePort()), rows)).toBeNull();
});
