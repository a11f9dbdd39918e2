/** An installed client: its version, and the program that runs it. */
export interface Detected {
  readonly version: string;
  readonly path: string;
}

/** The time of one new connection and one GET on it, by the client's own clock. Any status counts as a response. */
export type Timed =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly because: string; readonly ms: number };

export interface Bounds {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A client stack that may be installed on this machine and that whyslow can start. */
export interface RealClient {
  readonly runtime: string;
  /** Null if it is not installed, does not print its version in time, or prints something else. */
  detect(): Promise<Detected | null>;
  /** The generation of the catalogue in `clients/` that this version belongs to. */
  idFor(version: string): string;
  time(path: string, url: string, bounds: Bounds): Promise<Timed>;
}
