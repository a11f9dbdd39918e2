import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { connect as tlsConnect } from 'node:tls';
import { gotNothing, got, type Outcome } from '../model/outcome.ts';
import { authority, isAddressLiteral, type Target } from '../model/target.ts';
import { placeOf, statusThatHttpLacks } from './status-line.ts';

/** One GET as the socket saw it, in ms since the request was handed to the socket. */
export interface Visit {
  readonly firstByteMs: number;
  readonly totalMs: number;
  readonly status: number;
  readonly server: string | null;
  /** Where a redirect leads, without query and fragment, which may hold secrets. */
  readonly location: string | null;
  readonly keptAlive: boolean;
}

/** What ends a visit that the server does not end. */
export interface Bounds {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** A page is read to its end for its timing, but never for longer than this. */
const LONGEST_BODY_BYTES = 32 * 1_048_576;

/** One GET of the target's path on a socket that is connected already. The socket is left to the caller. */
export const visitOn = (socket: Socket, target: Target, bounds: Bounds): Promise<Outcome<Visit>> =>
  get(target, { createConnection: () => secured(socket, target) }, bounds);

/** One GET through an agent that keeps its connection: the visitor's way to the second and third answer. */
export const visitThrough = (agent: Agent, target: Target, bounds: Bounds): Promise<Outcome<Visit>> =>
  get(target, { agent, host: target.host, port: target.port }, bounds);

/** Certificates are not judged here: a probe carries no secret and a self-signed one is normal on loopback. */
export const secured = (socket: Socket, target: Target): Socket =>
  target.scheme === 'http'
    ? socket
    : tlsConnect({
        socket,
        rejectUnauthorized: false,
        ...(isAddressLiteral(target.host) ? {} : { servername: target.host }),
      });

type Way =
  | { readonly createConnection: () => Socket }
  | { readonly agent: Agent; readonly host: string; readonly port: number };

/** Later than the socket's own timeout, so that this one is only the last resort. */
const GRACE_MS = 1_000;

const tooLate = (timeoutMs: number): string => `no answer within ${timeoutMs / 1_000} s`;

function get(target: Target, way: Way, { signal, timeoutMs }: Bounds): Promise<Outcome<Visit>> {
  return new Promise((settle) => {
    // The request's own timeout watches a socket that sends nothing; this one ends the visit whatever the socket does.
    const deadline = setTimeout(() => resolve(gotNothing('no-answer', tooLate(timeoutMs))), timeoutMs + GRACE_MS);
    const resolve = (visit: Outcome<Visit>): void => {
      clearTimeout(deadline);
      settle(visit);
    };
    let start = performance.now();
    const request = httpRequest({
      ...way,
      method: 'GET',
      path: target.path,
      signal,
      headers: { host: authority(target.host, target.port), accept: '*/*', 'user-agent': 'whyslow' },
    });
    // A socket taken from the agent is assigned a turn later than the call; the clock starts when it is there.
    request.once('socket', () => (start = performance.now()));
    // The option of the same name is for sockets that Node opens itself; this one is open already.
    request.setTimeout(timeoutMs);
    request.once('timeout', () => request.destroy(new Error(tooLate(timeoutMs))));
    request.once('error', (error: NodeJS.ErrnoException) => {
      const status = statusThatHttpLacks(error);
      if (status === null) return resolve(gotNothing(silenceCode(error), error.message));
      const firstByteMs = performance.now() - start;
      return resolve(got({ firstByteMs, totalMs: firstByteMs, status, server: null, location: null, keptAlive: false }));
    });
    request.once('response', (response) => readToEnd(response, start, resolve));
    request.end();
  });
}

function readToEnd(response: IncomingMessage, start: number, resolve: (visit: Outcome<Visit>) => void): void {
  const firstByteMs = performance.now() - start;
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LONGEST_BODY_BYTES) response.destroy(new Error('the body is longer than 32 MiB'));
  });
  response.once('error', (error: NodeJS.ErrnoException) => resolve(gotNothing(silenceCode(error), error.message)));
  response.once('end', () =>
    resolve(
      got({
        firstByteMs,
        totalMs: performance.now() - start,
        status: response.statusCode ?? 0,
        server: typeof response.headers.server === 'string' ? response.headers.server : null,
        location: placeOf(response.headers.location),
        keptAlive: response.headers.connection?.toLowerCase() !== 'close' && response.httpVersion === '1.1',
      }),
    ),
  );
}

function silenceCode(error: NodeJS.ErrnoException): string {
  const code = error.code ?? '';
  if (code.startsWith('HPE_')) return 'not-http';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'reset';
  if (code === 'ABORT_ERR') return 'aborted';
  return code === '' ? 'no-answer' : code;
}
