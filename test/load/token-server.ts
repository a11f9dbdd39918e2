import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** The input of a rule: the number of earlier responses, and the presented token. */
export interface Presented {
  readonly served: number;
  readonly path: string;
  readonly token: string;
}

/** A rule that returns true has sent the response itself. Otherwise the server sends a right one. */
export type Rule = (presented: Presented, response: ServerResponse) => boolean;

export interface TokenServer {
  readonly port: number;
  /** Each refresh token, and how often it was presented. */
  readonly presented: ReadonlyMap<string, number>;
  readonly requests: readonly string[];
  readonly connections: () => number;
  /** Closes the port and every connection at once. */
  stop(): void;
}

const rightAnswer: Rule = () => false;

/** A server with SimpleJWT's routes that rotates every refresh token and counts its requests. */
export async function startTokenServer(rule: Rule = rightAnswer): Promise<TokenServer> {
  const presented = new Map<string, number>();
  const requests: string[] = [];
  let connections = 0;
  let issued = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    const token = refreshTokenIn(await text(request));
    // whyslow requests the route without a token to check that it is protected.
    const isProtected = request.method === 'GET' && path.startsWith('/api/');
    if (isProtected && request.headers.authorization === undefined) return void response.writeHead(401).end('{}');
    if (token !== '') presented.set(token, (presented.get(token) ?? 0) + 1);
    const served = requests.push(path) - 1;
    if (rule({ served, path, token }, response)) return;
    issued += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access: `access-${issued}`, refresh: `refresh-${issued}` }));
  };
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    presented,
    requests,
    connections: () => connections,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function refreshTokenIn(body: string): string {
  if (body === '') return '';
  const { refresh } = JSON.parse(body) as { readonly refresh?: string };
  return refresh ?? '';
}
