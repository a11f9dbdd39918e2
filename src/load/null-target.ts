import { createServer } from 'node:net';
import { COUNTER } from './null-responses.ts';

/**
 * A process that answers every request with prepared bytes and a counter, and parses nothing. A latency against it is
 * that of the machine, the kernel and the generator. It ends with the process that forked it.
 *
 * The parent sends one right response for each step of a flow, in order. Each connection gets them in turn.
 */
type Responses = readonly string[];

const DEFAULT_RESPONSE = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`;

interface Prepared {
  readonly bytes: Buffer;
  readonly countersAt: readonly number[];
}

function prepared(text: string): Prepared {
  const bytes = Buffer.from(text);
  const countersAt: number[] = [];
  for (let at = bytes.indexOf(COUNTER); at !== -1; at = bytes.indexOf(COUNTER, at + COUNTER.length))
    countersAt.push(at);
  return { bytes, countersAt };
}

let responses: readonly Prepared[] = [prepared(DEFAULT_RESPONSE)];
let answered = 0;

/** A copy, since the kernel may take the bytes after the next response is made. */
function nextBytes({ bytes, countersAt }: Prepared): Buffer {
  answered += 1;
  const copy = Buffer.from(bytes);
  for (const at of countersAt) copy.write(String(answered).padStart(COUNTER.length, '0'), at, 'latin1');
  return copy;
}

const server = createServer({ noDelay: true }, (socket) => {
  let turn = 0;
  socket.on('error', () => socket.destroy());
  // Each read is one request: the client waits for each response and sends each request in one write.
  socket.on('data', () => {
    const response = responses[turn % responses.length];
    turn += 1;
    if (response !== undefined) socket.write(nextBytes(response));
  });
});
process.on('message', (texts: Responses) => {
  responses = texts.map(prepared);
  process.send?.('prepared');
});
process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
