import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'node:net';
import type { Silence } from '../../model/silence.ts';
import type { Target } from '../../model/target.ts';
import { connectTo } from './connect.ts';
import { beginningOf, isHttp2Frame, protocolOf } from './greeting.ts';
import { hasHandshaken, secured } from './secured.ts';
import { type Bounds, visitOn } from '../http/visit.ts';

/** Loopback connects within milliseconds, so a longer wait finds nothing more. */
const LONGEST_ATTEMPT_MS = 1_000;
/** A server that sends first does so at once. */
const GREETING_MS = 300;

/** The preface of an HTTP/2 client and its empty SETTINGS frame (RFC 9113 §3.4). */
const HTTP2_PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);

interface Endpoint {
  readonly address: string;
  readonly target: Target;
}

/**
 * Tries other protocols on a server that did not answer, each on a new connection. A protocol is reported only if the
 * server was seen to speak it.
 */
export async function tryOtherProtocols(
  silence: Silence,
  endpoint: Endpoint,
  { signal, timeoutMs }: Bounds,
): Promise<Silence> {
  const bounds = { signal, timeoutMs: Math.min(timeoutMs, LONGEST_ATTEMPT_MS) };
  const attempt = attempts[endpoint.target.scheme][silence.kind];
  return (await attempt?.(endpoint, bounds)) ?? silence;
}

type Attempt = (endpoint: Endpoint, bounds: Bounds) => Promise<Silence | null>;

/** The silences that another protocol would explain, by the scheme of the target. The others are not tried again. */
const attempts: Readonly<Record<Target['scheme'], Readonly<Partial<Record<Silence['kind'], Attempt>>>>> = {
  http: { closes: tryGreetingTlsHttp2, resets: tryGreetingTlsHttp2, hangs: greetingOf },
  https: { closes: tryHttp, resets: tryHttp, 'no-tls': tryHttp, 'tls-hangs': tryHttp },
};

/** Many TLS servers answer plain http with a 400. The texts differ, so a handshake decides. */
export async function isTlsBehind400(
  status: number,
  endpoint: Endpoint,
  { signal, timeoutMs }: Bounds,
): Promise<boolean> {
  if (status !== 400 || endpoint.target.scheme === 'https') return false;
  return speaksTls(endpoint, { signal, timeoutMs: Math.min(timeoutMs, LONGEST_ATTEMPT_MS) });
}

async function tryHttp({ address, target }: Endpoint, bounds: Bounds): Promise<Silence | null> {
  const connected = await connectTo(address, target.port, bounds.timeoutMs);
  if (connected.outcome !== 'accepted') return null;
  const visit = await visitOn(connected.socket, { ...target, scheme: 'http' }, bounds);
  connected.socket.destroy();
  if (visit.ok) return { kind: 'speaks-http' };
  return visit.silence.kind === 'not-http' || visit.silence.kind === 'http2-only' ? visit.silence : null;
}

async function tryGreetingTlsHttp2(endpoint: Endpoint, bounds: Bounds): Promise<Silence | null> {
  const greeting = await greetingOf(endpoint, bounds);
  if (greeting !== null) return greeting;
  if (await speaksTls(endpoint, bounds)) return { kind: 'speaks-tls' };
  const settings = await firstBytes(endpoint, bounds, HTTP2_PREFACE);
  return settings !== null && isHttp2Frame(settings) ? { kind: 'http2-only' } : null;
}

/** Detects a server that sends first, as SSH and SMTP do. */
async function greetingOf(endpoint: Endpoint, bounds: Bounds): Promise<Silence | null> {
  const greeting = await firstBytes(endpoint, { ...bounds, timeoutMs: Math.min(bounds.timeoutMs, GREETING_MS) }, null);
  if (greeting === null) return null;
  if (isHttp2Frame(greeting)) return { kind: 'http2-only' };
  return { kind: 'not-http', speaks: protocolOf(greeting), begins: beginningOf(greeting) };
}

async function speaksTls({ address, target }: Endpoint, bounds: Bounds): Promise<boolean> {
  const connected = await connectTo(address, target.port, bounds.timeoutMs);
  if (connected.outcome !== 'accepted') return false;
  const socket = secured(connected.socket, { ...target, scheme: 'https' });
  await until(socket, 'secureConnect', bounds);
  socket.destroy();
  connected.socket.destroy();
  return hasHandshaken(socket);
}

/** The first chunk that a server sends, after these bytes or after none; null if it sends none in time. */
async function firstBytes({ address, target }: Endpoint, bounds: Bounds, sent: Buffer | null): Promise<Buffer | null> {
  const connected = await connectTo(address, target.port, bounds.timeoutMs);
  if (connected.outcome !== 'accepted') return null;
  const { socket } = connected;
  let first: Buffer | null = null;
  socket.once('data', (chunk: Buffer) => (first = chunk));
  if (sent !== null) socket.write(sent);
  await until(socket, 'data', bounds);
  socket.destroy();
  return first;
}

/** Waits for that event, the end of the socket, or the bound. */
async function until(socket: Socket, event: 'data' | 'secureConnect', { signal, timeoutMs }: Bounds): Promise<void> {
  const over = new AbortController();
  const happened = new Promise<void>((resolve) => {
    for (const each of [event, 'error', 'close', 'end']) socket.once(each, () => resolve());
  });
  const timeLimit = sleep(timeoutMs, undefined, { signal: AbortSignal.any([signal, over.signal]) }).catch(() => {});
  await Promise.race([happened, timeLimit]);
  over.abort();
}
