import type { Socket } from 'node:net';
import type { HttpRequest, TransportFailure } from '../model/http.ts';
import { authority, type Target } from '../model/target.ts';
import { answerReader, type AnswerReader, type Reading } from './http/answer.ts';
import { requestText } from './http/request.ts';
import { type Dial, dialer } from './dial.ts';
import { whenAllIsStamped } from './quiet-turn.ts';
import { LONGEST_BODY_BYTES, nowUs, type Sender, type SenderOptions, type Sent } from './sent.ts';
import { transportFailure } from './transport-failure.ts';
import { whyUnsendable } from './unsendable.ts';

/** The largest piece that one read brings; answers here are a few hundred bytes. */
const READ_BUFFER_BYTES = 65_536;

/** So many pieces, a megabyte at most, wait for their turn; of a longer answer some are understood before it. */
const MOST_HEARD = 16;

interface Exchange {
  readonly text: string;
  readonly reader: AnswerReader;
  readonly settle: (sent: Sent) => void;
  sentUs: number | null;
}

interface Connection {
  readonly socket: Socket;
  ready: boolean;
  /** What was read and is not understood yet. */
  heard: Piece[];
}

interface Piece {
  readonly bytes: Buffer;
  readonly atUs: number;
}

interface Line {
  readonly target: Target;
  readonly options: SenderOptions;
  readonly dial: Dial;
  readonly buffer: Buffer;
  readonly deadline: NodeJS.Timeout;
  connection: Connection | null;
  exchange: Exchange | null;
  closed: boolean;
}

/**
 * A bare HTTP/1.1 client on one socket, for http and https. Its stamps are nearer to the wire than those of a whole client,
 * and whatever a server sends is a value: nothing of it is parsed by code that throws in an event of the socket.
 */
export function openSocketSender(target: Target, options: SenderOptions): Sender {
  const line: Line = {
    target,
    options,
    dial: dialer(target),
    buffer: Buffer.allocUnsafe(READ_BUFFER_BYTES),
    deadline: setTimeout(() => giveUp(line), options.timeoutMs),
    connection: null,
    exchange: null,
    closed: false,
  };
  line.deadline.unref();
  const { signal } = options;
  const close = async (): Promise<void> => {
    signal?.removeEventListener('abort', abort);
    line.closed = true;
    clearTimeout(line.deadline);
    fail(line, 'aborted', 'the sender was closed');
    hangUp(line);
  };
  const abort = (): void => void close();
  if (signal?.aborted === true) abort();
  else signal?.addEventListener('abort', abort, { once: true });
  return { send: (request) => new Promise((settle) => begin(line, request, settle)), close };
}

function begin(line: Line, request: HttpRequest, settle: (sent: Sent) => void): void {
  if (line.exchange !== null) throw new Error('A sender sends one request at a time.');
  const problem = whyUnsendable(request);
  if (problem !== null) return notSent(problem, settle);
  const close = line.options.connection === 'new-per-request';
  const text = requestText(request, authority(line.target.host, line.target.port), close);
  line.exchange = { text, reader: answerReader(LONGEST_BODY_BYTES), settle, sentUs: null };
  if (line.closed) return fail(line, 'aborted', 'the sender is closed');
  line.deadline.refresh();
  line.connection ??= connectionFor(line);
  if (line.connection.ready) whenThoughtThrough(() => write(line));
}

/** Stamped at the write itself: what comes before it is ours, what comes after it is the server's. */
function write(line: Line): void {
  const { exchange, connection } = line;
  if (exchange === null || connection === null || exchange.sentUs !== null || !connection.ready) return;
  exchange.sentUs = nowUs();
  connection.socket.write(exchange.text);
}

/** Settled in a later turn of the event loop: a user that sends nothing but such requests must not keep timers from firing. */
function notSent(message: string, settle: (sent: Sent) => void): void {
  setImmediate(() =>
    settle({ sentUs: null, endUs: nowUs(), exchanged: { answered: false, code: 'unsendable', message } }),
  );
}

function connectionFor(line: Line): Connection {
  const connection: Connection = {
    // Straight from the handle into one buffer: no stream, no allocation and no event between the bytes and the stamp.
    socket: line.dial({ buffer: line.buffer, callback: (bytes) => read(line, connection, bytes) }, () => {
      connection.ready = true;
      write(line);
    }),
    ready: false,
    heard: [],
  };
  const { socket } = connection;
  socket.on('error', (error) => lost(line, connection, error));
  socket.on('end', () => lost(line, connection, null));
  socket.on('close', () => lost(line, connection, null));
  return connection;
}

/** Stamps and no more: to understand an answer takes longer, and would be in the times of those that arrive with it. */
function read(line: Line, connection: Connection, bytes: number): boolean {
  const atUs = nowUs();
  // A copy, since the buffer is used again for the next piece.
  connection.heard.push({ bytes: Buffer.from(line.buffer.subarray(0, bytes)), atUs });
  if (connection.heard.length === 1) whenAllIsStamped(() => understand(line, connection));
  if (connection.heard.length === MOST_HEARD) understand(line, connection);
  return true;
}

function understand(line: Line, connection: Connection): void {
  const pieces = connection.heard;
  connection.heard = [];
  for (const { bytes, atUs } of pieces) {
    const { exchange } = line;
    if (line.connection !== connection) return;
    // Words without a question: whatever comes next on this connection cannot be told from an answer.
    if (exchange === null || exchange.sentUs === null) hangUp(line);
    else take(line, exchange, exchange.reader.feed(bytes), atUs);
  }
}

function take(line: Line, exchange: Exchange, reading: Reading, endUs: number): void {
  if (reading.state === 'more') return;
  if (reading.state === 'broken') return fail(line, 'not-http', 'the answer is not HTTP/1.1');
  if (!reading.reusable || line.options.connection === 'new-per-request') hangUp(line);
  line.exchange = null;
  exchange.settle({ sentUs: exchange.sentUs, endUs, exchanged: { answered: true, response: reading.response } });
}

function giveUp(line: Line): void {
  if (line.connection !== null) understand(line, line.connection);
  fail(line, 'timed-out', `no answer in ${line.options.timeoutMs} ms`);
}

function lost(line: Line, connection: Connection, error: Error | null): void {
  const endUs = nowUs();
  understand(line, connection);
  if (line.connection !== connection) return;
  const { exchange } = line;
  hangUp(line);
  if (exchange === null) return;
  const reading = error === null ? exchange.reader.hungUp() : null;
  if (reading?.state === 'whole') return take(line, exchange, reading, endUs);
  const { code, message } = error === null ? HUNG_UP : transportFailure(error);
  fail(line, code, message);
}

const HUNG_UP = { code: 'reset', message: 'the server closed the connection without an answer' } as const;

function fail(line: Line, code: TransportFailure, message: string): void {
  const { exchange } = line;
  if (exchange === null) return;
  line.exchange = null;
  hangUp(line);
  exchange.settle({ sentUs: exchange.sentUs, endUs: nowUs(), exchanged: { answered: false, code, message } });
}

function hangUp(line: Line): void {
  line.connection?.socket.destroy();
  line.connection = null;
}

/** All thoughts, then all writes: a write is stamped, and what another user thinks would be behind that stamp. */
const whenThoughtThrough = process.nextTick;
