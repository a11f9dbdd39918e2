import type { Socket } from 'node:net';
import type { HttpRequest, TransportFailure } from '../model/http.ts';
import { authority, type Target } from '../model/target.ts';
import { type Parsed, responseParser, type ResponseParser } from './response-parser.ts';
import { requestText } from './request.ts';
import { type Dial, dialer } from './dial.ts';
import { afterAllTimestamps } from './after-timestamps.ts';
import { LONGEST_BODY_BYTES, nowUs, type Sender, type SenderOptions, type Sent } from './contract.ts';
import { transportFailure } from './transport-failure.ts';
import { whyUnsendable } from './unsendable.ts';

/** The largest chunk of one read. Typical responses have a few hundred bytes. */
const READ_BUFFER_BYTES = 65_536;

/** At most this many chunks, a megabyte, are queued. Chunks of a longer response are parsed before the turn ends. */
const MOST_QUEUED = 16;

interface Exchange {
  readonly text: string;
  readonly parser: ResponseParser;
  readonly settle: (sent: Sent) => void;
  sentUs: number | null;
}

interface Connection {
  readonly socket: Socket;
  ready: boolean;
  /** Received and not yet parsed. */
  queue: Chunk[];
}

interface Chunk {
  readonly bytes: Buffer;
  readonly atUs: number;
}

interface State {
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
 * A minimal HTTP/1.1 client on one socket, for http and https. Its timestamps are nearer to the wire than those of a full
 * client. Input from a server never throws inside a socket event.
 */
export function openOneOrigin(target: Target, options: SenderOptions): Sender {
  const state: State = {
    target,
    options,
    dial: dialer(target),
    buffer: Buffer.allocUnsafe(READ_BUFFER_BYTES),
    deadline: setTimeout(() => expire(state), options.timeoutMs),
    connection: null,
    exchange: null,
    closed: false,
  };
  state.deadline.unref();
  const { signal } = options;
  const close = async (): Promise<void> => {
    signal?.removeEventListener('abort', abort);
    state.closed = true;
    clearTimeout(state.deadline);
    fail(state, 'aborted', 'the sender was closed');
    disconnect(state);
  };
  const abort = (): void => void close();
  if (signal?.aborted === true) abort();
  else signal?.addEventListener('abort', abort, { once: true });
  return { send: (request) => new Promise((settle) => begin(state, request, settle)), close };
}

function begin(state: State, request: HttpRequest, settle: (sent: Sent) => void): void {
  if (state.exchange !== null) throw new Error('A sender sends one request at a time.');
  const problem = whyUnsendable(request);
  if (problem !== null) return notSent(problem, settle);
  const close = state.options.connection === 'new-per-request';
  const text = requestText(request, authority(state.target.host, state.target.port), close);
  state.exchange = { text, parser: responseParser(LONGEST_BODY_BYTES, request.method), settle, sentUs: null };
  if (state.closed) return fail(state, 'aborted', 'the sender is closed');
  state.deadline.refresh();
  state.connection ??= connectionFor(state);
  if (state.connection.ready) afterTasks(() => write(state));
}

/** Timestamps at the write itself: the time before the write is the generator's, the time after it is the server's. */
function write(state: State): void {
  const { exchange, connection } = state;
  if (exchange === null || connection === null || exchange.sentUs !== null || !connection.ready) return;
  exchange.sentUs = nowUs();
  connection.socket.write(exchange.text);
}

/** Settles in a later turn of the event loop, so that a virtual user with only such requests does not block timers. */
function notSent(message: string, settle: (sent: Sent) => void): void {
  setImmediate(() =>
    settle({ sentUs: null, endUs: nowUs(), exchanged: { answered: false, code: 'unsendable', message } }),
  );
}

function connectionFor(state: State): Connection {
  const connection: Connection = {
    // Reads go from the handle into one buffer: no stream, allocation or event lies between the bytes and the timestamp.
    socket: state.dial({ buffer: state.buffer, callback: (bytes) => receive(state, connection, bytes) }, () => {
      connection.ready = true;
      write(state);
    }),
    ready: false,
    queue: [],
  };
  const { socket } = connection;
  socket.on('error', (error) => lost(state, connection, error));
  socket.on('end', () => lost(state, connection, null));
  socket.on('close', () => lost(state, connection, null));
  return connection;
}

/** Timestamps and copies only. Parsing takes longer and would be counted in the latency of the next responses. */
function receive(state: State, connection: Connection, bytes: number): boolean {
  const atUs = nowUs();
  // A copy, since the next chunk overwrites the buffer.
  connection.queue.push({ bytes: Buffer.from(state.buffer.subarray(0, bytes)), atUs });
  if (connection.queue.length === 1) afterAllTimestamps(() => parse(state, connection));
  if (connection.queue.length === MOST_QUEUED) parse(state, connection);
  return true;
}

function parse(state: State, connection: Connection): void {
  const chunks = connection.queue;
  connection.queue = [];
  for (const { bytes, atUs } of chunks) {
    const { exchange } = state;
    if (state.connection !== connection) return;
    // Unsolicited bytes: close the connection, since later bytes could not be distinguished from a response.
    if (exchange === null || exchange.sentUs === null) disconnect(state);
    else take(state, exchange, exchange.parser.feed(bytes), atUs);
  }
}

function take(state: State, exchange: Exchange, parsed: Parsed, endUs: number): void {
  if (parsed.state === 'more') return;
  if (parsed.state === 'broken') return fail(state, 'not-http', 'the answer is not HTTP/1.1');
  if (!parsed.reusable || state.options.connection === 'new-per-request') disconnect(state);
  state.exchange = null;
  exchange.settle({ sentUs: exchange.sentUs, endUs, exchanged: { answered: true, response: parsed.response } });
}

function expire(state: State): void {
  if (state.connection !== null) parse(state, state.connection);
  fail(state, 'timed-out', `no answer in ${state.options.timeoutMs} ms`);
}

function lost(state: State, connection: Connection, error: Error | null): void {
  const endUs = nowUs();
  parse(state, connection);
  if (state.connection !== connection) return;
  const { exchange } = state;
  disconnect(state);
  if (exchange === null) return;
  const parsed = error === null ? exchange.parser.end() : null;
  if (parsed?.state === 'whole') return take(state, exchange, parsed, endUs);
  const { code, message } = error === null ? CLOSED : transportFailure(error);
  fail(state, code, message);
}

const CLOSED = { code: 'reset', message: 'the server closed the connection without an answer' } as const;

function fail(state: State, code: TransportFailure, message: string): void {
  const { exchange } = state;
  if (exchange === null) return;
  state.exchange = null;
  disconnect(state);
  exchange.settle({ sentUs: exchange.sentUs, endUs: nowUs(), exchanged: { answered: false, code, message } });
}

function disconnect(state: State): void {
  state.connection?.socket.destroy();
  state.connection = null;
}

/** Defer writes so that no other handler runs between the timestamp and the write. */
const afterTasks = process.nextTick;
