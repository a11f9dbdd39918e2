export const idleForms = ['silent', 'used'] as const;
/** `silent`: a connection on which nothing is sent. `used`: a connection that had an answer, and is kept open. */
export type IdleForm = (typeof idleForms)[number];

/** One request on a new connection, while another connection is open and idle. Times in ms. */
export interface IdleTrial {
  readonly form: IdleForm;
  /** From the request to its first byte while the other connection was idle; null if there was none within `heldMs`. */
  readonly waitMs: number | null;
  /** How long the other connection was kept open and idle, at most. */
  readonly heldMs: number;
  /** From the end of the idle connection to the first byte; null if the answer came before, or did not come. */
  readonly afterReleaseMs: number | null;
  /** From the request to the moment when the server closed the idle connection; null if it did not. */
  readonly closedMs: number | null;
}

/** Whether an idle connection keeps the server from answering another one. */
export interface IdleConnection {
  /** The first byte on new connections with no other connection open. */
  readonly aloneMs: readonly number[];
  readonly trials: readonly IdleTrial[];
}
