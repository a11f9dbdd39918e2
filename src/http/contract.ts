import { performance } from 'node:perf_hooks';
import type { Exchanged, HttpRequest } from '../model/http.ts';

/** One exchange and its stamps in µs of this process's monotonic clock. `sentUs` is null when nothing was written. */
export interface Sent {
  readonly sentUs: number | null;
  readonly endUs: number;
  readonly exchanged: Exchanged;
}

/** One virtual user's connection; one exchange at a time. */
export interface Sender {
  send(request: HttpRequest): Promise<Sent>;
  close(): Promise<void>;
}

export interface SenderOptions {
  readonly connection: 'kept-alive' | 'new-per-request';
  /** Bound of one exchange as a whole, from the connect to the last byte. */
  readonly timeoutMs: number;
  /** Closes the sender. */
  readonly signal?: AbortSignal;
}

/** Answers of an auth server are a few kB; a longer body is cut, since everything a target sends is bounded here. */
export const LONGEST_BODY_BYTES = 1_048_576;

const US_PER_MS = 1_000;

/** Whole µs: the histograms take nothing else. */
export const nowUs = (): number => Math.round(performance.now() * US_PER_MS);
