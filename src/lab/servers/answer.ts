import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Behaviour } from '../contract.ts';
import { answerWithDefect } from './defects.ts';
import { take } from './steps.ts';

type Http = Extract<Behaviour, { kind: 'http' }>;

/** One request of a process: its response, and its number in the order of arrival. */
interface Numbered {
  readonly response: ServerResponse;
  readonly number: number;
}

/** Takes the steps of the handler and writes its answer. */
export async function answer(behaviour: Http, request: IncomingMessage, { response, number }: Numbered): Promise<void> {
  const { steps, defect } = behaviour;
  if (takesSteps(behaviour, number)) for (const step of steps) await take(step);
  if (defect !== undefined && (await answerWithDefect(defect, request, response))) return;
  await write(behaviour, request, response);
}

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

const PIECE = Buffer.alloc(1_000, 'x');
/** Fewer bytes than a segment of loopback (65 kB), which would be sent at once. */
const PIECES = 50;

async function write(
  { product, status, writes, missingBytes, keepsOpenMs }: Http,
  { method }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isLarge = writes === 'large-in-pieces';
  const body = `This is ${product}.\n`;
  response.writeHead(status, {
    server: product,
    'content-type': 'text/plain',
    'content-length': (isLarge ? PIECES * PIECE.length : body.length) + missingBytes,
    ...(keepsOpenMs === null ? { connection: 'close' } : {}),
  });
  // The headers are sent as a separate segment, and Nagle's algorithm holds the body until they are acknowledged.
  if (isLarge || writes === 'in-pieces' || (writes === 'posts-in-pieces' && method === 'POST')) response.flushHeaders();
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
