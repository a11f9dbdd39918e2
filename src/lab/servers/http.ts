import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Behaviour } from '../contract.ts';
import { admit } from './admission.ts';
import { answerWithDefect } from './defects.ts';
import { take } from './steps.ts';

type Http = Extract<Behaviour, { kind: 'http' }>;

/** The response is the same for every path. As a proxy it gets whole URLs as paths. */
export const httpServer = (behaviour: Http): Server =>
  createServer({ noDelay: behaviour.writes === 'at-once' }, (request, response) => {
    request.resume();
    void admit(behaviour.admits, request, response, () => answer(behaviour, request, response));
  });

async function answer(
  { product, status, steps, writes, missingBytes, defect }: Http,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const step of steps) await take(step);
  if (defect !== undefined && (await answerWithDefect(defect, request, response))) return;
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
