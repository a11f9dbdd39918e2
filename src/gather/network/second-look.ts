import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'node:net';
import type { Silence } from '../../model/silence.ts';
import type { Target } from '../../model/target.ts';
import { connectTo } from './connect.ts';
import { beginningOf, isHttp2Frame, protocolOf } from './greeting.ts';
import { hasHandshaken, secured } from './secured.ts';
import { type Bounds, visitOn } from '../http/visit.ts';

/** Loopback answers within milliseconds; a server that takes longer to greet is not waited for. */
const LONGEST_LOOK_MS = 1_000;
/** A server that speaks first does so at once. */
const GREETING_MS = 300;

/** The preface of an HTTP/2 client and its empty SETTINGS frame (RFC 9113 §3.4). */
const HTTP2_PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);

interface Place {
  readonly address: string;
  readonly target: Target;
}

/**
 * A server that gave no answer, asked in other protocols: a claim about its protocol is made where the server was seen
 * to speak it, each on a connection of its own.
 */
export async function lookAgain(silence: Silence, place: Place, { signal, timeoutMs }: Bounds): Promise<Silence> {
  const bounds = { signal, timeoutMs: Math.min(timeoutMs, LONGEST_LOOK_MS) };
  const look = looks[place.target.scheme][silence.kind];
  return (await look?.(place, bounds)) ?? silence;
}

type Look = (place: Place, bounds: Bounds) => Promise<Silence | null>;

/** The silences that another protocol would explain, by the scheme that was asked; none of the others is asked again. */
const looks: Readonly<Record<Target['scheme'], Readonly<Partial<Record<Silence['kind'], Look>>>>> = {
  http: { closes: askedOtherwise, resets: askedOtherwise, hangs: greetingOf },
  https: { closes: askedInHttp, resets: askedInHttp, 'no-tls': askedInHttp, 'tls-hangs': askedInHttp },
};

/** Many TLS servers answer plain http with a 400 that says so, each in its own words: the handshake tells. */
export async function isTlsBehind400(status: number, place: Place, { signal, timeoutMs }: Bounds): Promise<boolean> {
  if (status !== 400 || place.target.scheme === 'https') return false;
  return speaksTls(place, { signal, timeoutMs: Math.min(timeoutMs, LONGEST_LOOK_MS) });
}

async function askedInHttp({ address, target }: Place, bounds: Bounds): Promise<Silence | null> {
  const connected = await connectTo(address, target.port, bounds.timeoutMs);
  if (connected.outcome !== 'accepted') return null;
  const visit = await visitOn(connected.socket, { ...target, scheme: 'http' }, bounds);
  connected.socket.destroy();
  if (visit.ok) return { kind: 'speaks-http' };
  return visit.silence.kind === 'not-http' || visit.silence.kind === 'http2-only' ? visit.silence : null;
}

async function askedOtherwise(place: Place, bounds: Bounds): Promise<Silence | null> {
  const greeting = await greetingOf(place, bounds);
  if (greeting !== null) return greeting;
  if (await speaksTls(place, bounds)) return { kind: 'speaks-tls' };
  const settings = await firstBytes(place, bounds, HTTP2_PREFACE);
  return settings !== null && isHttp2Frame(settings) ? { kind: 'http2-only' } : null;
}

/** A server that speaks first, as SSH and SMTP do. */
async function greetingOf(place: Place, bounds: Bounds): Promise<Silence | null> {
  const greeting = await firstBytes(place, { ...bounds, timeoutMs: Math.min(bounds.timeoutMs, GREETING_MS) }, null);
  if (greeting === null) return null;
  if (isHttp2Frame(greeting)) return { kind: 'http2-only' };
  return { kind: 'not-http', speaks: protocolOf(greeting), begins: beginningOf(greeting) };
}

async function speaksTls({ address, target }: Place, bounds: Bounds): Promise<boolean> {
  const connected = await connectTo(address, target.port, bounds.timeoutMs);
  if (connected.outcome !== 'accepted') return false;
  const socket = secured(connected.socket, { ...target, scheme: 'https' });
  await until(socket, 'secureConnect', bounds);
  socket.destroy();
  connected.socket.destroy();
  return hasHandshaken(socket);
}

/** The first chunk that a server sends, after these bytes or after none; null where it sends none in time. */
async function firstBytes({ address, target }: Place, bounds: Bounds, sent: Buffer | null): Promise<Buffer | null> {
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

/** Until that event, the end of the socket, or the bound. */
async function until(socket: Socket, event: 'data' | 'secureConnect', { signal, timeoutMs }: Bounds): Promise<void> {
  const over = new AbortController();
  const happened = new Promise<void>((resolve) => {
    for (const each of [event, 'error', 'close', 'end']) socket.once(each, () => resolve());
  });
  const timeLimit = sleep(timeoutMs, undefined, { signal: AbortSignal.any([signal, over.signal]) }).catch(() => {});
  await Promise.race([happened, timeLimit]);
  over.abort();
}
