import type { Session } from '../../flows/contract.ts';
import type { SeenExchange } from './seen-exchange.ts';

/**
 * The session of the first sign-in, which finds the protected route. The load or a check continues it, so that a login with a
 * rate limit is asked less often. It stays in memory.
 */
export interface FirstSession {
  /** The exchanges are those that brought the session. */
  keep(session: Session, exchanges: readonly SeenExchange[]): void;
  /** The session before any of its tokens was spent; null after the first call, or where there was none. */
  take(): Session | null;
  /** The session to read, whether its tokens were spent or not. */
  seen(): Session | null;
  /** The exchanges that brought `seen`. */
  brought(): readonly SeenExchange[];
  /** Gives `take` an unspent session again: the successor of the one that was taken. */
  handOn(session: Session): void;
}

export function firstSession(): FirstSession {
  let [seen, unspent]: [Session | null, Session | null] = [null, null];
  let brought: readonly SeenExchange[] = [];
  return {
    keep(session, exchanges) {
      [seen, unspent, brought] = [session, session, exchanges];
    },
    take() {
      const taken = unspent;
      unspent = null;
      return taken;
    },
    seen: () => seen,
    brought: () => brought,
    handOn(session) {
      unspent = session;
    },
  };
}
