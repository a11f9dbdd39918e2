import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Behaviour } from '../contract.ts';
import { admit } from './admission.ts';
import { answerWithDefect } from './defects.ts';
import { take } from './steps.ts';

type Http = Extract<Behaviour, { kind: 'http' }>;

/** The response is the same for every path. As a proxy it gets whole URLs as paths. */
export const httpServer = (behaviour: Http): Server => {
  const server = createServer({ noDelay: behaviour.writes === 'at-once' }, (request, response) => {
    request.resume();
    requests += 1;
    const number = requests;
    response.once('finish', () => number === behaviour.endsAfter && process.exit());
    void admit(behaviour.admits, request, response, () => answer(behaviour, request, { response, number }));
  });
  if (behaviour.expect === 'ignored')
    server.on('checkContinue', (request, response) => void late(behaviour, request, response));
  return server;
};

/** Of this process, at all of its addresses. */
let requests = 0;

function takesSteps({ steppedBy }: Http, number: number): boolean {
  switch (steppedBy) {
    case 'each':
      return true;
    case 'the-first':
      return number === 1;
    case 'every-third':
      return number % 3 === 0;
    default:
      return steppedBy satisfies never;
  }
}

/** Answers when the body has arrived, for which it never asked. */
async function late(behaviour: Http, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await once(request.resume(), 'end');
  await answer(behaviour, request, { response, number: requests });
}

const PIECE = Buffer.alloc(1_000, 'x');
/** Fewer bytes than a segment of loopback (65 kB), which would be sent at once. */
const PIECES = 50;

async function answer(
  behaviour: Http,
  request: IncomingMessage,
  { response, number }: { readonly response: ServerResponse; readonly number: number },
): Promise<void> {
  const { product, status, steps, writes, missingBytes, defect } = behaviour;
  if (takesSteps(behaviour, number)) for (const step of steps) await take(step);
  if (defect !== undefined && (await answerWithDefect(defect, request, response))) return;
  const isLarge = writes === 'large-in-pieces';
  const body = `This is ${product}.\n`;
  response.writeHead(status, {
    server: product,
    'content-type': 'text/plain',
    'content-length': (isLarge ? PIECES * PIECE.length : body.length) + missingBytes,
  });
  // The headers are sent as a separate segment, and Nagle's algorithm holds the body until they are acknowledged.
  if (isLarge || writes === 'in-pieces' || (writes === 'posts-in-pieces' && request.method === 'POST'))
    response.flushHeaders();
  if (isLarge) return writeInPieces(response);
  if (missingBytes > 0) response.write(body, () => response.socket?.end());
  else response.end(body);
}

/** One write a turn, since Node joins the writes of one turn. */
async function writeInPieces(response: ServerResponse): Promise<void> {
  for (let n = 0; n < PIECES; n += 1) {
    response.write(PIECE);
    await nextTurn();
  }
  response.end();
}
