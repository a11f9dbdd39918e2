import type { HttpResponse } from '../../model/http.ts';
import { type BodyReader, bodyReader } from './body.ts';
import { type Head, parseHead } from './head.ts';

/** One answer being read: fed with what arrives, it says when the answer is whole. Everything in it is bounded. */
export interface AnswerReader {
  /** The bytes are the reader's from now on: it keeps what it needs of them. */
  feed(bytes: Buffer): Reading;
  /** The other side hung up: an answer without a length is whole then, any other is cut off. */
  hungUp(): Reading;
}

export type Reading =
  | { readonly state: 'more' }
  | { readonly state: 'broken' }
  | { readonly state: 'whole'; readonly response: HttpResponse; readonly reusable: boolean };

/** Node's own limit is 16 kB for all headers; four times that is an odd server, more is a hostile one. */
const LONGEST_HEAD_BYTES = 65_536;

const MORE: Reading = { state: 'more' };
const BROKEN: Reading = { state: 'broken' };

/**
 * Small answers come in one piece, and then nothing is copied but the text of the body.
 * @param longestBodyBytes what is kept of a body; the rest is read and dropped.
 */
export function answerReader(longestBodyBytes: number): AnswerReader {
  let head: Head | null = null;
  let body: BodyReader | null = null;
  let early: Buffer | null = null;
  const text = boundedText(longestBodyBytes);

  const whole = (surplus: boolean): Reading => {
    if (head === null) return BROKEN;
    const { status, headers, setCookies, keepsOpen } = head;
    // Bytes behind an answer that nobody asked for: what follows on this connection cannot be trusted.
    return {
      state: 'whole',
      response: { status, headers, setCookies, body: text.read() },
      reusable: keepsOpen && !surplus,
    };
  };

  const readBody = (reader: BodyReader, bytes: Buffer): Reading => {
    const taken = reader.take(bytes);
    if (taken === null) return BROKEN;
    return reader.isWhole() ? whole(taken < bytes.length) : MORE;
  };

  const readHead = (bytes: Buffer): Reading => {
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
    // 100 and 103 announce an answer; they are none.
    if (read.status < 200) return readHead(rest);
    head = read;
    body = bodyReader(read.framing, text.add);
    return readBody(body, rest);
  };

  return {
    feed(bytes) {
      if (body !== null) return readBody(body, bytes);
      return readHead(early === null ? bytes : Buffer.concat([early, bytes]));
    },
    hungUp: () => (body?.endsWithConnection === true ? whole(false) : BROKEN),
  };
}

const START = Buffer.from('HTTP/1.');

/** A mail server greets and then waits: without this, its greeting would end in a timeout instead of "not HTTP". */
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
