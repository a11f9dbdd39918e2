import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as bodyOf } from 'node:stream/consumers';

/** A request, and how many like it came before. */
export interface Asked {
  readonly what: 'page' | 'login' | 'refresh' | 'api';
  readonly before: number;
}

export type Fault = (request: IncomingMessage, response: ServerResponse) => void;

export interface FaultyServer {
  readonly url: string;
  readonly requests: readonly Asked['what'][];
  stop(): Promise<void>;
}

/** A server with SimpleJWT's routes that answers correctly unless `faultFor` names a fault for a request. */
export async function startFaultyServer(faultFor: (asked: Asked) => Fault | null): Promise<FaultyServer> {
  const requests: Asked['what'][] = [];
  const counts = { page: 0, login: 0, refresh: 0, api: 0 };
  let issued = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const what = kindOf(request.url ?? '');
    const body = await bodyOf(request);
    // The empty body of the stack detection is no sign-in.
    if (what === 'login' && body === '{}') return void response.writeHead(400).end('{}');
    // A request without a token checks whether the route is protected.
    if (what === 'api' && request.headers.authorization === undefined) return void response.writeHead(401).end('{}');
    const before = counts[what];
    counts[what] += 1;
    requests.push(what);
    const fault = faultFor({ what, before });
    if (fault !== null) return fault(request, response);
    issued += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access: `access-${issued}.b.c`, refresh: `refresh-${issued}.e.f` }));
  };
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function kindOf(path: string): Asked['what'] {
  if (path.startsWith('/api/token/refresh')) return 'refresh';
  if (path.startsWith('/api/token')) return 'login';
  return path.startsWith('/api/me') ? 'api' : 'page';
}

export const throttled =
  (retryAfter: string | null): Fault =>
  (_request, response) => {
    response.writeHead(429, retryAfter === null ? {} : { 'retry-after': retryAfter }).end('{}');
  };

export const status =
  (code: number): Fault =>
  (_request, response) =>
    void response.writeHead(code).end('{}');

export const wrongBody: Fault = (_request, response) => void response.end('<html>');
export const silent: Fault = () => {};
export const closed: Fault = ({ socket }) => void socket.destroy();

/** Sends a byte twice a second without end, so that no idle time-out ends it. */
export const dripsBody: Fault = (_request, response) => {
  response.writeHead(200, { 'content-length': '1000000' });
  drip(response, (text) => response.write(text));
};

export const dripsHead: Fault = ({ socket }, response) => {
  socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
  drip(response, (text) => socket.write(text));
};

function drip(response: ServerResponse, write: (text: string) => void): void {
  const timer = setInterval(() => write('x'), 500);
  response.once('close', () => clearInterval(timer));
}
