import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { type BodyEnd, LONGEST_BODY_MIB, type Silence } from '../../model/silence.ts';
import { authority, type Target } from '../../model/target.ts';
import { beginsSoFar, silenceAfter } from '../network/silence.ts';
import { placeOf } from './redirect-place.ts';
import { hasHandshaken, secured } from '../network/secured.ts';

/** One GET as the socket saw it, in ms since the request was handed to the socket. */
export interface Visit {
  readonly firstByteMs: number;
  /** Until the last byte that was read; null where the body had not ended when the visit was given up. */
  readonly totalMs: number | null;
  readonly status: number;
  readonly server: string | null;
  /** Where a redirect leads, without query and fragment, which may hold secrets. */
  readonly location: string | null;
  readonly keptAlive: boolean;
  readonly body: BodyEnd;
}

export type Visited = { readonly ok: true; readonly value: Visit } | { readonly ok: false; readonly silence: Silence };

/** What ends a visit that the server does not end. */
export interface Bounds {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

const LONGEST_BODY_BYTES = LONGEST_BODY_MIB * 1_048_576;

/** One GET of the target's path on a socket that is connected already. The socket is left to the caller. */
export const visitOn = (socket: Socket, target: Target, bounds: Bounds): Promise<Visited> =>
  get(target, { createConnection: () => secured(socket, target) }, bounds);

/** One GET through an agent that keeps its connection: the visitor's way to the second and third answer. */
export const visitThrough = (agent: Agent, target: Target, bounds: Bounds): Promise<Visited> =>
  get(target, { agent, host: target.host, port: target.port }, bounds);

type Way =
  | { readonly createConnection: () => Socket }
  | { readonly agent: Agent; readonly host: string; readonly port: number };

/** What is known of a visit while it lasts. */
interface Course {
  startMs: number;
  socket: Socket | null;
  readonly begins: Buffer[];
  answer: { readonly response: IncomingMessage; readonly firstByteMs: number } | null;
}

function get(target: Target, way: Way, { signal, timeoutMs }: Bounds): Promise<Visited> {
  return new Promise((settle) => {
    const course: Course = { startMs: performance.now(), socket: null, begins: [], answer: null };
    const request = httpRequest({
      ...way,
      method: 'GET',
      path: target.path,
      signal,
      headers: { host: authority(target.host, target.port), accept: '*/*', 'user-agent': 'whyslow' },
    });
    const note = (chunk: Buffer): void => {
      if (course.answer === null) course.begins.push(chunk);
    };
    const end = (visited: Visited): void => {
      clearTimeout(deadline);
      course.socket?.off('data', note);
      settle(visited);
      // After a whole answer the socket belongs to its owner again.
      if (!visited.ok || visited.value.body !== 'whole') request.destroy();
    };
    const giveUp = (): void =>
      end(
        course.answer === null
          ? { ok: false, silence: silenceUntil(course, target, timeoutMs) }
          : answered(course.answer, 'unfinished', null),
      );
    const deadline = setTimeout(giveUp, timeoutMs);
    const fail = (error: NodeJS.ErrnoException & { rawPacket?: Buffer }): void => {
      if (course.answer !== null) return end(brokenOff(course, error, signal));
      const begins = beginsSoFar(course.begins, error.rawPacket);
      end({ ok: false, silence: silenceAfter(error, { begins, scheme: target.scheme, isSecure: isSecure(course) }) });
    };
    // A socket taken from the agent is assigned a turn later than the call; the clock starts when it is there.
    request.once('socket', (socket) => {
      course.startMs = performance.now();
      course.socket = socket;
      // Before the parser, which ends the socket at the first byte that it cannot read.
      socket.prependListener('data', note);
    });
    request.on('error', fail);
    request.once('upgrade', (_response, socket) => {
      socket.destroy();
      end({ ok: false, silence: { kind: 'invalid-status', status: '101' } });
    });
    request.once('response', (response) => {
      course.answer = { response, firstByteMs: performance.now() - course.startMs };
      readToEnd(course, response, fail, end);
    });
    request.end();
  });
}

/** Nothing, or not enough, until the end of the bound. */
function silenceUntil(course: Course, { scheme }: Target, waitedMs: number): Silence {
  if (scheme === 'https' && !isSecure(course)) return { kind: 'tls-hangs', waitedMs };
  const bytes = Buffer.concat(course.begins).length;
  return bytes === 0 ? { kind: 'hangs', waitedMs } : { kind: 'header-stalls', waitedMs, bytes };
}

const isSecure = ({ socket }: Course): boolean => socket !== null && hasHandshaken(socket);

function readToEnd(
  { startMs }: Course,
  response: IncomingMessage,
  fail: (error: NodeJS.ErrnoException) => void,
  end: (visited: Visited) => void,
): void {
  const firstByteMs = performance.now() - startMs;
  const status = response.statusCode ?? 0;
  // Node's parser lets three digits pass that are no status, like 000 (RFC 9110 §15).
  if (status < LEAST_STATUS)
    return end({ ok: false, silence: { kind: 'invalid-status', status: String(status).padStart(3, '0') } });
  const ended = (body: BodyEnd): void => end(answered({ response, firstByteMs }, body, performance.now() - startMs));
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LONGEST_BODY_BYTES) ended('too-long');
  });
  response.on('error', fail);
  response.once('end', () => ended('whole'));
}

const LEAST_STATUS = 100;

/** The answer was on its way: its status and first byte are known, whatever ended the connection. */
function brokenOff(course: Course, error: NodeJS.ErrnoException, signal: AbortSignal): Visited {
  if (signal.aborted || course.answer === null) return { ok: false, silence: { kind: 'aborted' } };
  const totalMs = performance.now() - course.startMs;
  if (error.code?.startsWith('HPE_') !== true) return answered(course.answer, 'cut-short', totalMs);
  return answered(course.answer, course.answer.response.complete ? 'excess' : 'malformed', totalMs);
}

function answered(
  { response, firstByteMs }: NonNullable<Course['answer']>,
  body: BodyEnd,
  totalMs: number | null,
): Visited {
  const { headers, httpVersion, statusCode = 0 } = response;
  return {
    ok: true,
    value: {
      firstByteMs,
      totalMs,
      status: statusCode,
      server: typeof headers.server === 'string' ? headers.server : null,
      location: placeOf(headers.location),
      keptAlive: headers.connection?.toLowerCase() !== 'close' && httpVersion === '1.1' && body === 'whole',
      body,
    },
  };
}
