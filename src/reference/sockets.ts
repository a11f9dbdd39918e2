import { createServer, type RequestListener, type Server } from 'node:http';
import { ToolError } from '../model/error.ts';
import { answerBadRequest } from './http/bad-request.ts';
import type { Families } from './options.ts';

/** Longer than the 60 s of most proxies and clients, so that the server does not close a connection first. */
const KEEP_ALIVE_MS = 65_000;

/** Enough to send 64 kB over loopback. A slower client is stuck or holds connections open on purpose. */
const REQUEST_TIMEOUT_MS = 30_000;

/** The time for requests in flight when the server stops. A login takes 10 ms; the rest is for overloaded machines. */
const CLOSE_DEADLINE_MS = 5000;

/** The interval at which a stopping server closes connections that have become idle. */
const SWEEP_INTERVAL_MS = 20;

/** A free IPv4 port may be taken on ::1 by chance; five in a row are no chance. */
const FREE_PORT_TRIES = 5;

export interface Sockets {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and on ::1 with one port, so that the address order of "localhost" costs clients no time. Two
 * sockets instead of one dual-stack socket on ::, which would be open to the network.
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
    // A machine without IPv6 has no ::1, so clients do not try it.
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
    // server.close() closes only the connections that are idle now, so later idle ones are closed here.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_INTERVAL_MS);
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
