import { performance } from 'node:perf_hooks';
import type { Exchanged, HttpRequest } from '../model/http.ts';

/** One exchange and its timestamps, in µs of this process's monotonic clock. `sentUs` is null when nothing was written. */
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
  /** The limit for the whole exchange, from the connect to the last byte. */
  readonly timeoutMs: number;
  /** Closes the sender. */
  readonly signal?: AbortSignal;
}

/** Responses of an auth server are a few kB. A longer body is truncated, since all input from a target is bounded. */
export const LONGEST_BODY_BYTES = 1_048_576;

const US_PER_MS = 1_000;

/** Whole µs, since the histograms take integers only. */
export const nowUs = (): number => Math.round(performance.now() * US_PER_MS);
