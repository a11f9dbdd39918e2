export const afterIdle = ['answered', 'not-sent', 'lost', 'unanswered'] as const;
/**
 * What became of the request after the idle time. `not-sent`: the server had closed the connection before. `lost`: the
 * server reset or closed the connection after the request was sent.
 */
export type AfterIdle = (typeof afterIdle)[number];

export const connectionEnds = ['ended', 'reset'] as const;
export type ConnectionEnd = (typeof connectionEnds)[number];

/** One connection that had an answer, was idle for a while, and was then used again. Times in ms. */
export interface GapTrial {
  /** How long the connection was to be idle. */
  readonly gapMs: number;
  /** The first answer on the connection, from the request to the first byte. */
  readonly firstMs: number;
  readonly again: AfterIdle;
  /** The answer after the idle time, from the request to the first byte; null if there was none. */
  readonly againMs: number | null;
  /** The close by the server while the connection was idle, since its answer; null if it did not close it. */
  readonly closed: { readonly afterMs: number; readonly how: ConnectionEnd } | null;
}

export interface IdleGap {
  /** Empty if the server closes each connection after its answer. */
  readonly gaps: readonly GapTrial[];
}
