import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { BodyEnding, ResponseFacts } from '../../model/response-facts.ts';
import { eventCounter } from './stream-events.ts';

/** Collects when the bytes of a body arrive. */
export interface Arrivals {
  add(chunk: Buffer, atMs: number): void;
  bytes(): number;
  lastMs(): number | null;
  bursts(): number;
  /** The complete events of a stream; null for other media types. */
  events(): number | null;
}

/** Segments of one write arrive within a millisecond on loopback. A pause of 5 ms is a wait of the sender. */
const PAUSE_MS = 5;

export function arrivals(mediaType: string | null): Arrivals {
  const events = eventCounter(mediaType);
  let [sum, bursts, lastMs]: [number, number, number | null] = [0, 0, null];
  return {
    add(chunk, atMs) {
      if (lastMs === null || atMs - lastMs > PAUSE_MS) bursts += 1;
      sum += chunk.length;
      events?.add(chunk);
      lastMs = atMs;
    },
    bytes: () => sum,
    lastMs: () => lastMs,
    bursts: () => bursts,
    events: () => events?.count() ?? null,
  };
}

export const mediaTypeOf = (headers: IncomingHttpHeaders): string | null =>
  headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? null;

/** @param times when the header arrived and when the response or the visit ended, in ms since the request. */
export function responseFacts(
  { headers, httpVersion }: IncomingMessage,
  arrived: Arrivals,
  times: { readonly firstByteMs: number; readonly endMs: number },
): ResponseFacts {
  const length = headers['content-length'];
  return {
    httpVersion,
    keptAlive: isKeptAlive(httpVersion, headers.connection),
    mediaType: mediaTypeOf(headers),
    contentLength: length === undefined ? null : Number(length),
    contentEncoding: headers['content-encoding'] ?? null,
    setsCookie: headers['set-cookie'] !== undefined,
    retryAfter: headers['retry-after'] ?? null,
    bodyBytes: arrived.bytes(),
    lastByteMs: arrived.lastMs(),
    bursts: arrived.bursts(),
    ending: {
      framing: framingOf(headers),
      quietMs: Math.max(0, times.endMs - (arrived.lastMs() ?? times.firstByteMs)),
      events: arrived.events(),
    },
  };
}

/** RFC 9112 §6.3: chunks come before a length, and without both the end of the connection is the end of the body. */
function framingOf(headers: IncomingHttpHeaders): BodyEnding['framing'] {
  if (headers['transfer-encoding'] !== undefined) return 'chunked';
  return headers['content-length'] === undefined ? 'close' : 'length';
}

/** RFC 9112 §9.3: HTTP/1.1 persists unless it says `close`, HTTP/1.0 only where it says `keep-alive`. */
function isKeptAlive(httpVersion: string, connection = ''): boolean {
  const options = connection.toLowerCase().split(/\s*,\s*/);
  return httpVersion === '1.0' ? options.includes('keep-alive') : !options.includes('close');
}
