/** A TCP socket by its state, or a UDP socket. */
export type SocketState = 'listening' | 'connecting' | 'connected' | 'other' | 'udp';

/** A socket of one process, at one look. */
export interface OpenSocket {
  readonly pid: number;
  readonly state: SocketState;
  /** `127.0.0.1:50000`, `[::1]:50000` or `*:50000`. */
  readonly local: string;
  /** Empty where there is none. */
  readonly peer: string;
}

/** The sockets of the server, at one moment. */
export interface SocketLook {
  /** µs of the machine's monotonic clock. */
  readonly atUs: number;
  readonly sockets: readonly OpenSocket[];
}

/** One process of this machine, with its time on a core since its start. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** The name of its program, without a folder. */
  readonly program: string;
  readonly cpuUs: number;
  /** The kernel's part of it; null where the system does not say. */
  readonly systemUs: number | null;
  /** Orders the processes by their start; null where the system does not say. */
  readonly started: number | null;
}

/** All processes of this machine, at one moment. */
export interface ProcessTable {
  readonly atUs: number;
  readonly rows: readonly ProcessRow[];
}
