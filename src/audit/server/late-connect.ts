import { type ServerWaits, watchedMs } from '../../model/waits.ts';

/** A connect of the server that is not answered while it has a request. */
export interface LateConnect {
  /** The address that does not answer, like `[::1]:6379`. */
  readonly place: string;
  /** For each request, and the whole request. */
  readonly ms: number;
  readonly requestMs: number;
}

/** Less than half of the time may have another cause beside it. */
const LEAST_SHARE = 0.5;
/** A connect to a listener of this machine takes a fraction of a millisecond. Users notice delays from 100 ms on. */
const LATE_CONNECT_MS = 100;

/** The connect that takes most of the time of a request; null where there is none. */
export function lateConnectIn({ shares, requestsMs }: ServerWaits): LateConnect | null {
  const totalMs = watchedMs({ requestsMs });
  const [longest] = shares.filter(({ kind }) => kind === 'connect');
  const peer = longest?.peer ?? null;
  if (longest === undefined || peer === null || longest.ms / totalMs < LEAST_SHARE) return null;
  const ms = longest.ms / requestsMs.length;
  return ms < LATE_CONNECT_MS ? null : { place: peer.place, ms, requestMs: totalMs / requestsMs.length };
}
