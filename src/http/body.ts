import type { Framing } from './head.ts';

/** Parses the bytes of one body as they arrive. */
export interface BodyReader {
  /** @returns how many of the bytes belong to this body; null where the framing is invalid. */
  take(bytes: Buffer): number | null;
  /** A method and not a getter: with a getter V8 makes a hidden class for each response, and GC pauses are five times as long. */
  isWhole(): boolean;
  /** Whether the end of the connection completes the body. */
  readonly endsWithConnection: boolean;
}

type Sink = (bytes: Buffer) => void;

export function bodyReader(framing: Framing, sink: Sink): BodyReader {
  switch (framing.by) {
    case 'length':
      return measured(framing.bytes, sink);
    case 'chunks':
      return chunked(sink);
    case 'close':
      return { take: (bytes) => (sink(bytes), bytes.length), isWhole: () => false, endsWithConnection: true };
    default:
      return framing satisfies never;
  }
}

function measured(length: number, sink: Sink): BodyReader {
  let left = length;
  return {
    take(bytes) {
      const own = bytes.length <= left ? bytes : bytes.subarray(0, left);
      sink(own);
      left -= own.length;
      return own.length;
    },
    isWhole: () => left === 0,
    endsWithConnection: false,
  };
}

/** Eight digits allow 4 GB in one chunk. Chunk extensions are skipped. */
const CHUNK_SIZE = /^([0-9a-f]{1,8})[\t ]*(?:;|$)/i;
/** The limit for chunk-size and trailer lines together. Sizes are a few bytes long, trailers a few hundred. */
const LONGEST_LINES_BYTES = 65_536;
const LINE_FEED = 10;

type Awaited = 'size' | 'data' | 'end-of-data' | 'trailer' | 'nothing';

/** RFC 9112 §7.1. Every line ends with CRLF. The lines between two chunks share one limit. */
function chunked(sink: Sink): BodyReader {
  let awaited: Awaited = 'size';
  let line = '';
  let lineBytes = 0;
  let left = 0;
  const takeData = (bytes: Buffer): number => {
    const own = bytes.subarray(0, left);
    sink(own);
    left -= own.length;
    if (left === 0) awaited = 'end-of-data';
    return own.length;
  };
  const takeLine = (bytes: Buffer): number | null => {
    const end = bytes.indexOf(LINE_FEED);
    const own = end === -1 ? bytes.length : end + 1;
    lineBytes += own;
    if (lineBytes > LONGEST_LINES_BYTES) return null;
    line += bytes.toString('latin1', 0, own);
    if (end === -1) return own;
    const next = line.endsWith('\r\n') ? afterLine(awaited, line.slice(0, -2)) : null;
    if (next === null) return null;
    line = '';
    ({ awaited, left } = next);
    if (awaited === 'data') lineBytes = 0;
    return own;
  };
  return {
    take(bytes) {
      let taken = 0;
      while (taken < bytes.length) {
        if (awaited === 'nothing') return taken;
        const more = bytes.subarray(taken);
        const own = awaited === 'data' ? takeData(more) : takeLine(more);
        if (own === null) return null;
        taken += own;
      }
      return taken;
    },
    isWhole: () => awaited === 'nothing',
    endsWithConnection: false,
  };
}

function afterLine(awaited: Awaited, line: string): { readonly awaited: Awaited; readonly left: number } | null {
  if (awaited === 'end-of-data') return line === '' ? { awaited: 'size', left: 0 } : null;
  if (awaited === 'trailer') return { awaited: line === '' ? 'nothing' : 'trailer', left: 0 };
  const [, digits] = CHUNK_SIZE.exec(line) ?? [];
  if (digits === undefined) return null;
  const size = Number.parseInt(digits, 16);
  return size === 0 ? { awaited: 'trailer', left: 0 } : { awaited: 'data', left: size };
}
