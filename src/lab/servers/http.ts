import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Behaviour } from '../contract.ts';

type Http = Extract<Behaviour, { kind: 'http' }>;

/** The response is the same for every path. As a proxy it gets whole URLs as paths. */
export const httpServer = (behaviour: Http): Server =>
  createServer({ noDelay: behaviour.writes === 'at-once' }, (request, response) => {
    request.resume();
    void answer(behaviour, response);
  });

/** Tries the addresses of localhost one after the other, as most database drivers do. */
async function ask(port: number): Promise<void> {
  for (const host of ['::1', '127.0.0.1']) {
    const socket = connect({ host, port });
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
  }
}

async function answer(
  { product, status, answersAfterMs, writes, missingBytes, asksPort }: Http,
  response: ServerResponse,
): Promise<void> {
  if (asksPort !== null) await ask(asksPort);
  if (answersAfterMs > 0) await wait(answersAfterMs);
  const body = `This is ${product}.\n`;
  response.writeHead(status, {
    server: product,
    'content-type': 'text/plain',
    'content-length': body.length + missingBytes,
  });
  // The headers are sent as a separate segment, and Nagle's algorithm holds the body until they are acknowledged.
  if (writes === 'in-pieces') response.flushHeaders();
  if (missingBytes > 0) response.write(body, () => response.socket?.end());
  else response.end(body);
}
