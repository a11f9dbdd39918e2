import type { Algorithm, StoredKey } from './tokens/keys.ts';

/** What a caller decides about the reference server. It must survive a trip over IPC, so it holds plain data only. */
export interface ReferenceOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** How many accounts to make: user1 … userN. */
  readonly users: number;
  /** The one password of all accounts. */
  readonly password: string;
  readonly accessSeconds?: number | undefined;
  readonly refreshSeconds?: number | undefined;
  /** Where the tokens are kept; without it in a temporary file that is removed at the end. */
  readonly store?: StorePlace | undefined;
  /** Serves a kept store although its audit log is broken at this entry. */
  readonly acceptAuditBreak?: number | undefined;
  /** How many records the protected API has. */
  readonly patients?: number | undefined;
  /** `both` loopback families unless said otherwise: `ipv4` is the server that half of all tutorials start. */
  readonly families?: Families | undefined;
  readonly algorithm?: Algorithm | undefined;
  /** The keys come from there, and are followed when they are rotated; without it they die with the server. */
  readonly keysFile?: string | undefined;
  /** Given by whoever starts several processes that must accept each other's tokens, or wants to forge. */
  readonly keys?: readonly StoredKey[] | undefined;
  /** Whether every protected call asks if its session still lives. On unless said otherwise. */
  readonly strictRevocation?: boolean | undefined;
  readonly throttle?: ThrottleOptions | undefined;
  readonly slowness?: Slowness | undefined;
}

export type StorePlace =
  /** With `folder`, the process that started this one made the folder and removes it. */
  | { readonly kind: 'temporary'; readonly folder?: string | undefined }
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'redis'; readonly url: string };

export const familyChoices = ['both', 'ipv4', 'ipv6'] as const;
export type Families = (typeof familyChoices)[number];

export interface ThrottleOptions {
  /** So many failed logins of one name from one address are answered; successes do not count. */
  readonly failures: number;
  readonly windowSeconds: number;
}

/** What a stack may do wrong, to be felt and measured. Everything is off unless it is asked for. */
export interface Slowness {
  readonly hash?: PasswordHash | undefined;
  /** Passwords are hashed on the event loop, where everybody else waits. */
  readonly isHashBlocking?: boolean | undefined;
  readonly hasNoIndexes?: boolean | undefined;
  readonly hasNoKeepAlive?: boolean | undefined;
  /** Every request waits this long before it is looked at. */
  readonly middlewareDelayMs?: number | undefined;
}

export type PasswordHash =
  | { readonly kind: 'argon2id' }
  | { readonly kind: 'pbkdf2-sha256'; readonly iterations: number };

/** 15 minutes: long enough to be useful, short enough that a stolen access token is soon worthless. */
export const DEFAULT_ACCESS_SECONDS = 900;

/** 12 hours, the longest session that NIST SP 800-63B allows at AAL3 before the user must sign in again. */
export const DEFAULT_REFRESH_SECONDS = 43_200;

/** A few pages of the API; more is asked for with --patients. */
export const DEFAULT_PATIENTS = 1000;

/**
 * Ten wrong passwords are more than a person types before resetting it, and 2,880 guesses a day get nowhere. Only failures
 * count, so a load test with the right password never meets the limit.
 */
export const DEFAULT_THROTTLE: ThrottleOptions = { failures: 10, windowSeconds: 300 };

export function userNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `user${index + 1}`);
}
