import { createServer, type RequestListener, type Server } from 'node:http';
import { ToolError } from '../model/error.ts';
import { answerBadRequest } from './http/bad-request.ts';
import type { Families } from './options.ts';

/** Longer than the 60 s for which most proxies and clients keep a connection: whoever closes first should not be us. */
const KEEP_ALIVE_MS = 65_000;

/** Nobody needs longer to send 64 kB to a neighbour; a slower one is stuck, or is holding connections open on purpose. */
const REQUEST_TIMEOUT_MS = 30_000;

/** How long requests in flight may take to finish when the server stops. A login takes 10 ms; this is for sick machines. */
const CLOSE_DEADLINE_MS = 5000;

/** How often a stopping server looks for connections that have just fallen idle. */
const SWEEP_EVERY_MS = 20;

/** A free port that is taken on ::1 is bad luck; that five in a row are is not luck. */
const FREE_PORT_TRIES = 5;

export interface Sockets {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and on ::1 with one port, so that no client pays for the order in which it tries the addresses
 * of "localhost". Two sockets rather than one dual-stack socket on ::, which would be open to the network.
 */
export async function openSockets(
  port: number,
  listener: RequestListener,
  families: Families = 'both',
): Promise<Sockets> {
  if (families === 'ipv6') return alone(await listen(listener, '::1', port));
  for (let triesLeft = FREE_PORT_TRIES; ; triesLeft -= 1) {
    const ipv4 = await listen(listener, '127.0.0.1', port);
    const boundPort = portOf(ipv4);
    if (families === 'ipv4') return alone(ipv4);
    const ipv6 = await listenWhereSupported(listener, boundPort).catch(async (error: unknown) => {
      await close(ipv4);
      if (port !== 0 || triesLeft === 1) throw error;
      return 'taken' as const;
    });
    if (ipv6 === 'taken') continue;
    const servers = ipv6 === null ? [ipv4] : [ipv4, ipv6];
    return { port: boundPort, close: async () => void (await Promise.all(servers.map(close))) };
  }
}

function alone(server: Server): Sockets {
  return { port: portOf(server), close: () => close(server) };
}

async function listenWhereSupported(listener: RequestListener, port: number): Promise<Server | null> {
  try {
    return await listen(listener, '::1', port);
  } catch (error) {
    // A machine without IPv6 has no ::1, so nothing can be slow there either.
    if (['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error))) return null;
    throw error;
  }
}

function listen(listener: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_TIMEOUT_MS }, listener);
  server.on('clientError', answerBadRequest);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, host, port)));
    server.listen(port, host, () => resolve(server));
  });
}

function explain(error: Error, host: string, port: number): Error {
  if (codeOf(error) !== 'EADDRINUSE') return error;
  const message = `Port ${port} on ${host} is taken by another program. Choose another port, or 0 for a free one.`;
  return new ToolError('port-taken', message);
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a listening TCP server has no address');
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Node closes the connections that are idle now; those still busy become idle one by one, and nobody closes them.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY_MS);
    const deadline = setTimeout(() => server.closeAllConnections(), CLOSE_DEADLINE_MS);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(deadline);
      resolve();
    });
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
