/** What the port of a server looks like while a request of whyslow stays without an answer. */
export interface OpenConnections {
  /** Connections that the kernel accepted, and the server has not taken from the queue. */
  readonly queued: number;
  /**
   * What became of the request of whyslow: the kernel accepted no connection, the connection waits in the queue, the server
   * took it and did not read the request, the server read the request, or it answered this time. `unknown` where the tables
   * of the system are not read.
   */
  readonly own: OwnRequest;
  readonly processes: readonly ServerProcess[];
  /** Open connections of other clients that the server took. */
  readonly held: readonly HeldConnection[];
  /** Whether the system calls of the server's threads could be read. */
  readonly seesCalls: boolean;
}

export const ownRequests = ['not-accepted', 'queued', 'unread', 'read', 'answered', 'unknown'] as const;
export type OwnRequest = (typeof ownRequests)[number];

/** A process that holds a listening socket of the port. */
export interface ServerProcess {
  readonly pid: number;
  readonly program: string;
  /** As in proc(5): `T` is stopped, `t` is stopped by a debugger. */
  readonly state: string;
}

export const connectionPhases = ['silent', 'idle', 'asking'] as const;
/** `silent`: the client never sent a byte. `idle`: its last request was answered. `asking`: a request is open. */
export type ConnectionPhase = (typeof connectionPhases)[number];

export interface HeldConnection {
  readonly phase: ConnectionPhase;
  /** Since the last byte in either direction, or since the connect. */
  readonly quietMs: number;
  /** The client's process; null for another machine, and where it may not be read. */
  readonly client: { readonly pid: number; readonly program: string } | null;
  /** Whether a thread of the server waits in a read of this connection. */
  readonly isRead: boolean;
}
