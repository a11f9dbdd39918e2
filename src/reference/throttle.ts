import { createHash } from 'node:crypto';
import type { ThrottleOptions } from './options.ts';
import type { Attempt, Store } from './store/store.ts';

export interface Throttle {
  attemptOf(ip: string, username: string): Attempt;
  /** The seconds to wait before the next attempt; null if it is allowed now. */
  waitS(attempt: Attempt, nowMs: number): Promise<number | null>;
}

/** Counts failures per name and address in the store, so that several processes share the count. */
export function createThrottle(store: Store, { failures, windowSeconds }: ThrottleOptions): Throttle {
  return {
    attemptOf: (ip, username) => ({
      attempt: createHash('sha256').update(`${ip} ${username.toLowerCase()}`).digest('base64url'),
      windowMs: windowSeconds * 1000,
      username,
    }),
    async waitS(attempt, nowMs) {
      const { count, endsAtMs } = await store.failedLogins(attempt, nowMs);
      return count < failures ? null : Math.max(1, Math.ceil((endsAtMs - nowMs) / 1000));
    },
  };
}
