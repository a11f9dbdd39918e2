import type { IncomingMessage } from 'node:http';
import type { ResponseFacts } from '../../model/response-facts.ts';

/** Collects when the bytes of a body arrive. */
export interface Arrivals {
  add(bytes: number, atMs: number): void;
  bytes(): number;
  lastMs(): number | null;
  bursts(): number;
}

/** Segments of one write arrive within a millisecond on loopback. A pause of 5 ms is a wait of the sender. */
const PAUSE_MS = 5;

export function arrivals(): Arrivals {
  let [sum, bursts, lastMs]: [number, number, number | null] = [0, 0, null];
  return {
    add(bytes, atMs) {
      if (lastMs === null || atMs - lastMs > PAUSE_MS) bursts += 1;
      sum += bytes;
      lastMs = atMs;
    },
    bytes: () => sum,
    lastMs: () => lastMs,
    bursts: () => bursts,
  };
}

export function responseFacts({ headers, httpVersion }: IncomingMessage, arrived: Arrivals): ResponseFacts {
  const length = headers['content-length'];
  return {
    httpVersion,
    keptAlive: isKeptAlive(httpVersion, headers.connection),
    mediaType: headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? null,
    contentLength: length === undefined ? null : Number(length),
    contentEncoding: headers['content-encoding'] ?? null,
    setsCookie: headers['set-cookie'] !== undefined,
    retryAfter: headers['retry-after'] ?? null,
    bodyBytes: arrived.bytes(),
    lastByteMs: arrived.lastMs(),
    bursts: arrived.bursts(),
  };
}

/** RFC 9112 §9.3: HTTP/1.1 persists unless it says `close`, HTTP/1.0 only where it says `keep-alive`. */
function isKeptAlive(httpVersion: string, connection = ''): boolean {
  const options = connection.toLowerCase().split(/\s*,\s*/);
  return httpVersion === '1.0' ? options.includes('keep-alive') : !options.includes('close');
}
