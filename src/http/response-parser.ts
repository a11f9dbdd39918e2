import type { HttpResponse, Method } from '../model/http.ts';
import { type BodyReader, bodyReader } from './body.ts';
import { type Framing, type Head, parseHead } from './head.ts';

/** Parses one response from chunks and reports when the response is complete. Its memory is bounded. */
export interface ResponseParser {
  /** The parser owns the bytes from now on. */
  feed(bytes: Buffer): Parsed;
  /** The server closed the connection. A response without a length is complete then; any other is truncated. */
  end(): Parsed;
}

export type Parsed =
  | { readonly state: 'more' }
  | { readonly state: 'broken' }
  | { readonly state: 'whole'; readonly response: HttpResponse; readonly reusable: boolean };

/** Node's own limit is 16 kB for all headers. This is four times that limit. */
const LONGEST_HEAD_BYTES = 65_536;

const NO_BODY: Framing = { by: 'length', bytes: 0 };
const MORE: Parsed = { state: 'more' };
const BROKEN: Parsed = { state: 'broken' };

/**
 * A small response arrives in one chunk, of which only the text of the body is copied.
 * @param longestBodyBytes how much of a body is kept. The rest is parsed and dropped.
 * @param method a response to HEAD has no body, and the length of another one (RFC 9112 §6.3).
 */
export function responseParser(longestBodyBytes: number, method: Method = 'GET'): ResponseParser {
  let head: Head | null = null;
  let body: BodyReader | null = null;
  let early: Buffer | null = null;
  const text = boundedText(longestBodyBytes);

  const whole = (surplus: boolean): Parsed => {
    if (head === null) return BROKEN;
    const { status, headers, setCookies, keepAlive } = head;
    // Unsolicited bytes behind the response: the connection is not used again.
    return {
      state: 'whole',
      response: { status, headers, setCookies, body: text.read() },
      reusable: keepAlive && !surplus,
    };
  };

  const readBody = (reader: BodyReader, bytes: Buffer): Parsed => {
    const taken = reader.take(bytes);
    if (taken === null) return BROKEN;
    return reader.isWhole() ? whole(taken < bytes.length) : MORE;
  };

  const readHead = (bytes: Buffer): Parsed => {
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1) {
      if (bytes.length > LONGEST_HEAD_BYTES || !canBeHttp(bytes)) return BROKEN;
      early = bytes;
      return MORE;
    }
    const read = end > LONGEST_HEAD_BYTES ? null : parseHead(bytes.toString('latin1', 0, end));
    if (read === null || read.status === 101) return BROKEN;
    const rest = bytes.subarray(end + 4);
    early = null;
    // 100 and 103 precede the final response.
    if (read.status < 200) return readHead(rest);
    head = read;
    body = bodyReader(method === 'HEAD' ? NO_BODY : read.framing, text.add);
    return readBody(body, rest);
  };

  return {
    feed(bytes) {
      if (body !== null) return readBody(body, bytes);
      return readHead(early === null ? bytes : Buffer.concat([early, bytes]));
    },
    end: () => (body?.endsWithConnection === true ? whole(false) : BROKEN),
  };
}

const START = Buffer.from('HTTP/1.');

/** A mail server sends a greeting and then waits. Without this test that would be a timeout instead of "not HTTP". */
const canBeHttp = (bytes: Buffer): boolean => {
  const length = Math.min(START.length, bytes.length);
  return bytes.subarray(0, length).equals(START.subarray(0, length));
};

function boundedText(longestBytes: number): { add(bytes: Buffer): void; read(): string } {
  const pieces: Buffer[] = [];
  let room = longestBytes;
  return {
    add(bytes) {
      if (room <= 0 || bytes.length === 0) return;
      pieces.push(bytes.subarray(0, room));
      room -= bytes.length;
    },
    read: () => (pieces.length === 1 ? (pieces[0]?.toString('utf8') ?? '') : Buffer.concat(pieces).toString('utf8')),
  };
}
