/** Where the list of addresses comes from and in which order its families stand. */
export type AddressOrder =
  /** What getaddrinfo says. */
  | 'resolver'
  /** What getaddrinfo says when asked to hide families that this machine has no address of; Windows is asked plainly. */
  | 'resolver-addrconfig'
  | 'ipv6-first'
  | 'ipv4-first'
  /** `localhost` and the names below it are ::1, then 127.0.0.1, without a resolver or a hosts file; others as `resolver`. */
  | 'built-in-ipv6-first'
  /** The same list the other way round. */
  | 'built-in-ipv4-first'
  /** IPv6 does not exist for this client. */
  | 'ipv4-only';

/**
 * How a client gets from a list of addresses to one connection. `budgetMs` bounds the whole of it, null: nothing does.
 * A literal address is a list of one for every client. With one address nothing is staggered or abandoned; a timeout of
 * each attempt and a budget hold for it too: httpx 5 s, a fetch of Node 10 s, Go's default transport 30 s, PHP, Ruby and
 * HTTP::Tiny 60 s, Firefox 90 s, Chromium 4 min, curl 5 min.
 */
export type Algorithm =
  /** One after the other; the next starts when the previous failed, or after the timeout that each attempt has. */
  | { readonly kind: 'sequential'; readonly attemptTimeoutMs: number | null }
  /** One after the other out of one purse: a silent first address spends what the second would have needed. */
  | { readonly kind: 'sequential-shared-budget'; readonly budgetMs: number }
  /**
   * One at a time; every attempt but the last is closed after the delay, even one that would have worked. A single address
   * is the last: Node's lookupAndConnectMultiple then goes back to internalConnect, which has no timer.
   */
  | { readonly kind: 'sequential-abandoning'; readonly delayMs: number; readonly budgetMs: number | null }
  /** Happy Eyeballs v2, RFC 8305: families in turn, a head start each, all keep running, the first success wins. */
  | { readonly kind: 'staggered'; readonly delayMs: number; readonly budgetMs: number | null }
  /** Happy Eyeballs v1, RFC 6555: the first address's family one by one, the other family beside it after the delay. */
  | { readonly kind: 'two-groups'; readonly delayMs: number; readonly budgetMs: number | null }
  /** All at the same instant. */
  | { readonly kind: 'parallel' }
  /** The first address or nothing. */
  | { readonly kind: 'first-only' };

/** How we know: `measured` was also seen to behave so; `unverified` is what its documentation or its kin make likely. */
export type Certainty = 'measured' | 'source-read' | 'reported' | 'unverified';

/** How one generation of one client connects to a name with several addresses. */
export interface ClientStack {
  /** Kebab-case; a number at its end is the first release of the generation. */
  readonly id: string;
  readonly title: string;
  readonly versions: string;
  readonly order: AddressOrder;
  /** Whether an address that the resolver names twice is tried once. */
  readonly dedupe: boolean;
  readonly algorithm: Algorithm;
  /** Windows repeats the SYN to a loopback port that refused it; whether this client switches that off for its sockets. */
  readonly noSynRetryOnWindows: boolean;
  readonly certainty: Certainty;
  readonly source: string;
  /** What a reader of the prediction has to know besides; null for nothing. */
  readonly note: string | null;
}
