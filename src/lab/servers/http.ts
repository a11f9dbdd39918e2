import { createServer, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Behaviour } from '../contract.ts';

type Http = Extract<Behaviour, { kind: 'http' }>;

/** The response is the same for every path. As a proxy it gets whole URLs as paths. */
export const httpServer = (behaviour: Http): Server =>
  createServer({ noDelay: behaviour.writes === 'at-once' }, (request, response) => {
    request.resume();
    void answer(behaviour, response);
  });

async function answer(
  { product, status, answersAfterMs, writes, missingBytes }: Http,
  response: ServerResponse,
): Promise<void> {
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
