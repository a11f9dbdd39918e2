import { isStream } from '../../model/streams.ts';

/** Counts the complete events of a stream while its bytes arrive. */
export interface EventCounter {
  add(chunk: Buffer): void;
  count(): number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const DASH = 0x2d;

/** @returns null where the media type is not that of a stream. */
export function eventCounter(mediaType: string | null): EventCounter | null {
  if (mediaType === null || !isStream(mediaType)) return null;
  return counterOf(endsOf(mediaType));
}

/** Whether this byte completes an event, where the byte before it, without carriage returns, was `before`. */
type Ends = (byte: number, before: number | null) => boolean;

/** A blank line ends a server-sent event, a boundary line begins a part, and other streams have one event a line. */
function endsOf(mediaType: string): Ends {
  if (mediaType === 'text/event-stream') return (byte, before) => byte === LINE_FEED && before === LINE_FEED;
  if (mediaType.startsWith('multipart/')) return (byte, before) => byte === DASH && before === LINE_FEED;
  return (byte) => byte === LINE_FEED;
}

function counterOf(ends: Ends): EventCounter {
  let [count, before]: [number, number | null] = [0, null];
  return {
    add(chunk) {
      for (const byte of chunk) {
        if (byte === CARRIAGE_RETURN) continue;
        if (ends(byte, before)) count += 1;
        before = byte;
      }
    },
    count: () => count,
  };
}
