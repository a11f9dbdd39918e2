/** The source of the address list and the order of its families. */
export type AddressOrder =
  /** The order of getaddrinfo. */
  | 'resolver'
  /** The order of getaddrinfo with AI_ADDRCONFIG, which hides families without an address here; not set on Windows. */
  | 'resolver-addrconfig'
  | 'ipv6-first'
  | 'ipv4-first'
  /** `localhost` and `*.localhost` are ::1, then 127.0.0.1, without resolver and hosts file; others as `resolver`. */
  | 'built-in-ipv6-first'
  /** The same with 127.0.0.1 first. */
  | 'built-in-ipv4-first'
  /** The client does not use IPv6. */
  | 'ipv4-only';

/**
 * How a client gets from a list of addresses to one connection. `budgetMs` bounds all attempts together.
 * A literal address is a list of one for every client. With one address nothing is staggered or abandoned, but the
 * timeout of an attempt and the budget apply: httpx 5 s, Node's fetch 10 s, Go's default transport 30 s, PHP, Ruby and
 * HTTP::Tiny 60 s, Firefox 90 s, Chromium 4 min, curl 5 min.
 */
export type Algorithm =
  /** One after the other; the next starts when the previous failed, or after the timeout that each attempt has. */
  | { readonly kind: 'sequential'; readonly attemptTimeoutMs: number | null }
  /** One after the other within one budget: a silent first address may use up the time of the second. */
  | { readonly kind: 'sequential-shared-budget'; readonly budgetMs: number }
  /**
   * One at a time. Every attempt but the last is closed after the delay, even if it would have succeeded. A single address
   * is the last: Node's lookupAndConnectMultiple then goes back to internalConnect, which has no timer.
   */
  | { readonly kind: 'sequential-abandoning'; readonly delayMs: number; readonly budgetMs: number | null }
  /** Happy Eyeballs v2, RFC 8305: families alternate, each attempt starts after the delay, the first success wins. */
  | { readonly kind: 'staggered'; readonly delayMs: number; readonly budgetMs: number | null }
  /** Happy Eyeballs v1, RFC 6555: the first address's family one by one, after the delay the other one in parallel. */
  | { readonly kind: 'two-groups'; readonly delayMs: number; readonly budgetMs: number | null }
  /** All at the same time. */
  | { readonly kind: 'parallel' }
  /** Only the first address. */
  | { readonly kind: 'first-only' };

/** The basis of the entry. `measured`: confirmed by a run. `unverified`: likely from documentation or relatives. */
export type Certainty = 'measured' | 'source-read' | 'reported' | 'unverified';

/** How one generation of one client connects to a name with several addresses. */
export interface ClientStack {
  /** Kebab-case. A number at the end is the first release of the generation. */
  readonly id: string;
  readonly title: string;
  readonly versions: string;
  readonly order: AddressOrder;
  /** Whether an address that the resolver returns twice is tried once. */
  readonly dedupe: boolean;
  readonly algorithm: Algorithm;
  /** Whether this client disables the retries of Windows after a loopback port refused a SYN. */
  readonly noSynRetryOnWindows: boolean;
  readonly certainty: Certainty;
  readonly source: string;
  /** An additional note for the reader of the prediction; null for none. */
  readonly note: string | null;
}
