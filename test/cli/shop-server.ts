import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ShopServer {
  readonly url: string;
  readonly heard: readonly Heard[];
  stop(): void;
}

/** Carts of which each takes one item and then one order. A cart that two users share is a 409. */
export async function startShop(): Promise<ShopServer> {
  const heard: Heard[] = [];
  const carts: Carts = new Map();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      heard.push({ line: `${method} ${url}`, headers, body: Buffer.concat(chunks).toString() });
      answer(request, response, carts);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

type Carts = Map<string, 'new' | 'filled' | 'ordered'>;

function answer({ method, url = '' }: IncomingMessage, response: ServerResponse, carts: Carts): void {
  const json = (status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (method === 'POST' && url === '/carts') {
    const id = carts.size + 1;
    carts.set(String(id), 'new');
    return json(201, { id });
  }
  const [, cart = '', action] = /^\/carts\/(\d+)\/(items|order)$/.exec(url) ?? [];
  json(action === undefined || moves(carts, cart, action) ? 200 : 409, [1]);
}

/** Whether the cart was in the state before the action; it is in the one after it then. */
function moves(carts: Carts, cart: string, action: string): boolean {
  const [before, after] = action === 'items' ? (['new', 'filled'] as const) : (['filled', 'ordered'] as const);
  if (carts.get(cart) !== before) return false;
  carts.set(cart, after);
  return true;
}
