import type { Presented } from './auth-evidence.ts';
import type { Showing } from './finding.ts';

/**
 * One login with a wrong password. `known` names the account of this run, `unknown` one that does not exist. The first of
 * each, and the one that was throttled, show their exchange.
 */
export interface FailedLogin extends Showing {
  readonly who: 'known' | 'unknown';
  /** 0 without an answer. */
  readonly status: number;
  readonly granted: boolean;
  readonly tookMs: number;
  readonly hasRetryAfter: boolean;
}

export const differenceKinds = ['status', 'headers', 'body'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** Logins with wrong passwords, in the order in which they were sent. */
export interface FailedLogins {
  /** The first are pairs of a known and an unknown name, in changing order; the others name the account alone. */
  readonly attempts: readonly FailedLogin[];
  /** In what the first two answers differ, names, numbers and tokens aside. Null where one of them did not come. */
  readonly differences: readonly DifferenceKind[] | null;
  /** The login with the right password afterwards. */
  readonly afterwards: Presented;
}
