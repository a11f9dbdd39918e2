import type { Method } from './http.ts';

/** The user's own request with a body, written to a socket by hand: its head and body in one write, or apart. */
export interface RawExchanges {
  /** Head and body in one write: the first request of each connection, and the later ones of a kept connection. */
  readonly fresh: readonly RawVisit[];
  readonly reused: readonly RawVisit[];
  /** Growth of the kernel's DelayedACKs counter during the requests of the kept connection; null without that counter. */
  readonly delayedAcks: number | null;
  readonly method: Method;
  readonly bodyBytes: number;
  /** Null where the answer without Expect was not whole, so that nothing could be compared. */
  readonly expect: ExpectExchange | null;
}

/** In ms since the first byte of the request. */
export interface RawVisit {
  readonly firstByteMs: number;
  readonly totalMs: number;
}

/** One request with `Expect: 100-continue`. The body is sent after the first answer, or after `heldMs` at the latest. */
export interface ExpectExchange {
  /** What the server sent while the body was held back. */
  readonly said: 'continue' | 'final' | 'nothing';
  /** From the head to the first answer, or to the body where there was none. */
  readonly heldMs: number;
  readonly status: number | null;
  /** From the head to the last byte; null without a whole answer. */
  readonly totalMs: number | null;
}
