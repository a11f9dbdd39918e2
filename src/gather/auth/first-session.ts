import type { Session } from '../../flows/contract.ts';

/**
 * The session of the first sign-in, which finds the protected route. The load or a check continues it, so that a login with a
 * rate limit is asked less often. It stays in memory.
 */
export interface FirstSession {
  keep(session: Session): void;
  /** The session before any of its tokens was spent; null after the first call, or where there was none. */
  take(): Session | null;
  /** The session to read, whether its tokens were spent or not. */
  seen(): Session | null;
}

export function firstSession(): FirstSession {
  let [seen, unspent]: [Session | null, Session | null] = [null, null];
  return {
    keep(session) {
      [seen, unspent] = [session, session];
    },
    take() {
      const taken = unspent;
      unspent = null;
      return taken;
    },
    seen: () => seen,
  };
}
