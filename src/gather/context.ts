import type { Credentials } from '../model/auth.ts';
import type { Watcher } from '../model/progress.ts';
import type { Target } from '../model/target.ts';

/** What every member of this stage may use: the target, the way to be stopped, and whom to tell. */
export interface GatherContext {
  readonly target: Target;
  readonly signal: AbortSignal;
  readonly watch: Watcher;
  /** Bound of one connect, and of one answer to a probe. */
  readonly timeoutMs: number;
  /** The one other machine that may be contacted; without it, none is. */
  readonly allowRemote?: string | null;
  /** Bound of the whole command, which `signal` holds; null where there is none. */
  readonly timeLimitMs?: number | null;
}

/** What the members that sign in need besides. */
export interface SignInContext extends GatherContext {
  readonly credentials: Credentials;
  /** An id of the catalogue, or null to find out. */
  readonly preset: string | null;
  /** The protected route to read, or null to find out. */
  readonly apiPath: string | null;
}
