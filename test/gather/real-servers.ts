import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { GatherContext } from '../../src/gather/context.ts';
import { freePort } from '../serve/port.ts';
import { targetAt } from '../audit/literals.ts';

export const contextFor = (port: number, over: Partial<GatherContext> = {}): GatherContext => ({
  target: targetAt('127.0.0.1', port),
  signal: new AbortController().signal,
  watch: () => {},
  timeoutMs: 2_000,
  ...over,
});

async function listening(server: Server, sockets: ReadonlySet<Socket>): Promise<number> {
  // Below the ephemeral ports, and free on ::1 too, because the probe visits ::1 as well.
  const port = await freePort();
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Any server, on 127.0.0.1 until the test is over. */
export function listeningOnLoopback(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  return listening(server, sockets);
}

/** A server that speaks in raw bytes, on 127.0.0.1 until the test is over. */
export function serveBytes(serve: (socket: Socket) => void, noDelay = true): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay }, (socket) => {
    sockets.add(socket.on('error', () => {}));
    serve(socket);
  });
  return listening(server, sockets);
}

/** A server that speaks HTTP, on 127.0.0.1 until the test is over. */
export function serveHttp(listener: RequestListener): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createHttpServer(listener);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  return listening(server, sockets);
}

const BODY = 'x'.repeat(200);

/** Headers in one segment and the body in another, on a socket where Nagle's algorithm holds the second back. */
export const inTwoWrites = (socket: Socket): void =>
  void socket.on('data', () => {
    socket.write(`HTTP/1.1 200 OK\r\nServer: two-writes\r\nContent-Length: ${BODY.length}\r\n\r\n`);
    socket.write(BODY);
  });

export const inOneWrite = (socket: Socket): void =>
  void socket.on('data', () => {
    socket.write(`HTTP/1.1 200 OK\r\nServer: one-write\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`);
  });
