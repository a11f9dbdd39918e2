/** The connections of one listening socket that its program has not accepted. */
export interface QueuedListener {
  readonly address: string;
  /** Before whyslow opened its first connection, and the most while it visited the addresses. */
  readonly waitingBefore: number;
  readonly mostWaiting: number;
  /** The backlog. The queue holds one more (Linux); null where it is not known. */
  readonly backlog: number | null;
}

/** The queues of the port's listeners, and what the kernel dropped. */
export interface ListenQueue {
  readonly listeners: readonly QueuedListener[];
  /** Growth of ListenOverflows while the addresses were visited, machine-wide; null without that counter. */
  readonly overflows: number | null;
}
