/** An installed client: what it calls itself, and the program that runs it. */
export interface Detected {
  readonly version: string;
  readonly path: string;
}

/** One new connection and one GET on it, by the client's own clock; any HTTP answer is an answer. */
export type Timed =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly because: string; readonly ms: number };

export interface Bounds {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A client stack that may be installed on this machine and can be told to connect. */
export interface RealClient {
  readonly runtime: string;
  /** Null where it is not installed, does not answer in time, or answers nonsense. */
  detect(): Promise<Detected | null>;
  /** The generation of the catalogue in `clients/` that this version belongs to. */
  idFor(version: string): string;
  time(path: string, url: string, bounds: Bounds): Promise<Timed>;
}
