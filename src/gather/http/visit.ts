import { request as httpRequest, type Agent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { type BodyEnd, LONGEST_BODY_MIB, type Silence } from '../../model/silence.ts';
import { authority, type Target } from '../../model/target.ts';
import { beginsSoFar, silenceAfter } from '../network/silence.ts';
import type { ResponseFacts } from '../../model/response-facts.ts';
import { placeOf } from './redirect-place.ts';
import { arrivals, type Arrivals, mediaTypeOf, responseFacts } from './response-facts.ts';
import { hasHandshaken, secured } from '../network/secured.ts';

/** One GET as the socket saw it, in ms since the request was handed to the socket. */
export interface Visit {
  readonly firstByteMs: number;
  /** Until the last byte received; null if the body had not ended at the timeout. */
  readonly totalMs: number | null;
  readonly status: number;
  readonly server: string | null;
  /** The target of a redirect, without query and fragment, which may hold secrets. */
  readonly location: string | null;
  readonly body: BodyEnd;
  readonly response: ResponseFacts;
  /** All headers of the response, which may hold secrets. They are read here and never stored. */
  readonly headers: Readonly<IncomingHttpHeaders>;
}

export type Visited = { readonly ok: true; readonly value: Visit } | { readonly ok: false; readonly silence: Silence };

/** Bounds of a visit that the server does not end. */
export interface Bounds {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** How long to wait for the head of the response, if longer. The body then has `timeoutMs` after it. */
  readonly patienceMs?: number;
}

/** What a variation of the request changes. None of these methods changes data of the server (RFC 9110 §9.2.1). */
export interface Ask {
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS';
  readonly headers?: Readonly<Record<string, string>>;
}

const LONGEST_BODY_BYTES = LONGEST_BODY_MIB * 1_048_576;

/** One request for the target's path on a connected socket, a GET unless `ask` differs. The caller owns the socket. */
export const visitOn = (socket: Socket, target: Target, bounds: Bounds, ask: Ask = {}): Promise<Visited> =>
  get(target, { createConnection: () => secured(socket, target) }, bounds, ask);

/** One GET through an agent that keeps its connection, for the second and later responses on it. */
export const visitThrough = (agent: Agent, target: Target, bounds: Bounds): Promise<Visited> =>
  get(target, { agent, host: target.host, port: target.port }, bounds);

type Connection =
  | { readonly createConnection: () => Socket }
  | { readonly agent: Agent; readonly host: string; readonly port: number };

/** The state of a visit that has not ended. */
interface VisitState {
  startMs: number;
  socket: Socket | null;
  readonly firstChunks: Buffer[];
  head: Head | null;
}

interface Head {
  readonly response: IncomingMessage;
  readonly startMs: number;
  readonly firstByteMs: number;
  readonly arrivals: Arrivals;
}

function get(
  target: Target,
  connection: Connection,
  { signal, timeoutMs, patienceMs = timeoutMs }: Bounds,
  { method = 'GET', headers = {} }: Ask = {},
): Promise<Visited> {
  return new Promise((settle) => {
    const state: VisitState = { startMs: performance.now(), socket: null, firstChunks: [], head: null };
    const request = httpRequest({
      ...connection,
      method,
      path: target.path,
      signal,
      headers: { host: authority(target.host, target.port), accept: '*/*', 'user-agent': 'whyslow', ...headers },
    });
    const note = (chunk: Buffer): void => {
      if (state.head === null) state.firstChunks.push(chunk);
    };
    const end = (visited: Visited): void => {
      clearTimeout(deadline);
      state.socket?.off('data', note);
      settle(visited);
      // After a complete response the socket belongs to its owner again.
      if (!visited.ok || visited.value.body !== 'whole') request.destroy();
    };
    const giveUp = (): void =>
      end(
        state.head === null
          ? { ok: false, silence: silenceUntil(state, target, patienceMs) }
          : answered(state.head, 'unfinished', null),
      );
    let deadline = setTimeout(giveUp, patienceMs);
    const fail = (error: NodeJS.ErrnoException & { rawPacket?: Buffer }): void => {
      if (state.head !== null) return end(brokenOff(state, error, signal));
      const begins = beginsSoFar(state.firstChunks, error.rawPacket);
      end({ ok: false, silence: silenceAfter(error, { begins, scheme: target.scheme, isSecure: isSecure(state) }) });
    };
    // A socket from the agent is assigned one event loop turn after the call, so the clock starts here.
    request.once('socket', (socket) => {
      state.startMs = performance.now();
      state.socket = socket;
      // Before the parser's listener, because the parser destroys the socket at the first invalid byte.
      socket.prependListener('data', note);
    });
    request.on('error', fail);
    request.once('upgrade', (_response, socket) => {
      socket.destroy();
      end({ ok: false, silence: { kind: 'invalid-status', status: '101' } });
    });
    request.once('response', (response) => {
      const { startMs } = state;
      const arrived = arrivals(mediaTypeOf(response.headers));
      state.head = { response, startMs, firstByteMs: performance.now() - startMs, arrivals: arrived };
      clearTimeout(deadline);
      deadline = setTimeout(giveUp, bodyTimeoutMs(state.head.firstByteMs, timeoutMs));
      readToEnd(state, state.head, fail, end);
    });
    request.end();
  });
}

const bodyTimeoutMs = (firstByteMs: number, timeoutMs: number): number =>
  firstByteMs < timeoutMs ? timeoutMs - firstByteMs : timeoutMs;

/** The silence after a timeout: no bytes, or no complete header. */
function silenceUntil(state: VisitState, { scheme }: Target, waitedMs: number): Silence {
  if (scheme === 'https' && !isSecure(state)) return { kind: 'tls-hangs', waitedMs };
  const bytes = Buffer.concat(state.firstChunks).length;
  return bytes === 0 ? { kind: 'hangs', waitedMs } : { kind: 'header-stalls', waitedMs, bytes };
}

const isSecure = ({ socket }: VisitState): boolean => socket !== null && hasHandshaken(socket);

function readToEnd(
  { startMs }: VisitState,
  head: Head,
  fail: (error: NodeJS.ErrnoException) => void,
  end: (visited: Visited) => void,
): void {
  const { response } = head;
  const status = response.statusCode ?? 0;
  // Node's parser accepts three digits that are not a valid status, like 000 (RFC 9110 §15).
  if (status < LEAST_STATUS)
    return end({ ok: false, silence: { kind: 'invalid-status', status: String(status).padStart(3, '0') } });
  const ended = (body: BodyEnd): void => end(answered(head, body, performance.now() - startMs));
  response.on('data', (chunk: Buffer) => {
    head.arrivals.add(chunk, performance.now() - startMs);
    if (head.arrivals.bytes() > LONGEST_BODY_BYTES) ended('too-long');
  });
  response.on('error', fail);
  response.once('end', () => ended('whole'));
}

const LEAST_STATUS = 100;

/** The connection ended during the body: the status and the time of the first byte are known. */
function brokenOff(state: VisitState, error: NodeJS.ErrnoException, signal: AbortSignal): Visited {
  if (signal.aborted || state.head === null) return { ok: false, silence: { kind: 'aborted' } };
  const totalMs = performance.now() - state.startMs;
  if (error.code?.startsWith('HPE_') !== true) return answered(state.head, 'cut-short', totalMs);
  return answered(state.head, state.head.response.complete ? 'excess' : 'malformed', totalMs);
}

function answered(
  { response, startMs, firstByteMs, arrivals: arrived }: Head,
  body: BodyEnd,
  totalMs: number | null,
): Visited {
  const { headers, statusCode = 0 } = response;
  return {
    ok: true,
    value: {
      firstByteMs,
      totalMs,
      status: statusCode,
      server: typeof headers.server === 'string' ? headers.server : null,
      location: placeOf(headers.location),
      body,
      response: responseFacts(response, arrived, { firstByteMs, endMs: performance.now() - startMs }),
      headers,
    },
  };
}
