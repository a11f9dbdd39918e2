/** The same GET on several new connections at once. Times are in ms. */
export interface SlopeBatch {
  readonly atOnce: number;
  /** `same`: all requests present the cookies that one response set. `none`: no request has a cookie. */
  readonly cookies: 'none' | 'same';
  /** Of each answer, from its request to its first byte, in ascending order. */
  readonly firstBytesMs: readonly number[];
  readonly connectsMs: readonly number[];
  /** The count of each status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Typically not accepted while the server worked on the first request; null where the system does not show it. */
  readonly notAccepted: number | null;
  /** Growth of the kernel's ListenOverflows counter meanwhile, machine-wide; null without that counter. */
  readonly overflows: number | null;
}

/** The processes that hold the listening socket of the port. */
export interface Serving {
  readonly processes: number;
  /** Of all these processes. */
  readonly threads: number;
  /** Whether one of them waits for new connections in an epoll, as event loops do. */
  readonly hasEventLoop: boolean;
}

/** How the time of an answer grows with the number of requests at once, at one address. */
export interface Slope {
  readonly address: string;
  /** The typical first byte of one request alone, as measured at the addresses before. */
  readonly aloneMs: number;
  readonly setsCookie: boolean;
  readonly batches: readonly SlopeBatch[];
  /** Read only where the answers come one after the other; null too where the system does not show it. */
  readonly serving: Serving | null;
  /** Whether a second connection is accepted while the first one is open and silent; null where it was not tried. */
  readonly acceptsIdle: boolean | null;
  /** One request after a pause, where the first answer was quick and the later ones were not; else null. */
  readonly afterPause: { readonly pausedMs: number; readonly firstByteMs: number } | null;
}
