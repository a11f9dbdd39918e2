import type { Algorithm, StoredKey } from './tokens/keys.ts';

/** The options of the reference server. They are plain data, because they are sent over IPC. */
export interface ReferenceOptions {
  /** 0 selects a free port. */
  readonly port: number;
  /** The number of accounts: user1 … userN. */
  readonly users: number;
  /** The password of all accounts. */
  readonly password: string;
  readonly accessSeconds?: number | undefined;
  readonly refreshSeconds?: number | undefined;
  /** The place of the tokens. Default: a temporary file that is removed at the end. */
  readonly store?: StorePlace | undefined;
  /** Serves an existing store although its audit log is broken at this entry. */
  readonly acceptAuditBreak?: AuditBreak | undefined;
  /** The number of records of the protected API. */
  readonly patients?: number | undefined;
  /** The loopback families. Default: `both`. Many tutorials start a server with `ipv4` only. */
  readonly families?: Families | undefined;
  readonly algorithm?: Algorithm | undefined;
  /** The file of the signing keys, reloaded after a rotation. Default: keys in memory, lost when the server ends. */
  readonly keysFile?: string | undefined;
  /** Signing keys for several processes that must accept each other's tokens, or for tests that forge tokens. */
  readonly keys?: readonly StoredKey[] | undefined;
  /** Whether each protected request checks in the store that its session is live. Default: true. */
  readonly strictRevocation?: boolean | undefined;
  readonly throttle?: ThrottleOptions | undefined;
  /** Where the address of a client is read. Default: `socket`. */
  readonly clientAddress?: AddressSource | undefined;
  readonly slowness?: Slowness | undefined;
  /** The id of a defect, for tests of the checks; see mutants/. */
  readonly mutant?: string | undefined;
}

/** The number of an entry, and the name of its log where the store has several. */
export type AuditBreak = number | { readonly log: string; readonly number: number };

export type StorePlace =
  /** With `folder`, the process that started this one made the folder and removes it. */
  | { readonly kind: 'temporary'; readonly folder?: string | undefined }
  | { readonly kind: 'sqlite'; readonly file: string }
  /** The answer to a write waits until so many replicas have it. */
  | { readonly kind: 'redis'; readonly url: string; readonly replicas?: number | undefined };

/**
 * `forwarded`: the last entry of X-Forwarded-For of a proxy on this machine. Any program of this machine can then choose
 * the address that it is counted by.
 */
export type AddressSource = 'socket' | 'forwarded';

export const familyChoices = ['both', 'ipv4', 'ipv6'] as const;
export type Families = (typeof familyChoices)[number];

export interface ThrottleOptions {
  /** The number of failed logins of one name from one address before throttling. Successes do not count. */
  readonly failures: number;
  readonly windowSeconds: number;
}

/** Deliberate slowness to measure. Everything is off by default. */
export interface Slowness {
  readonly hash?: PasswordHash | undefined;
  /** Passwords are hashed on the event loop, which blocks all other requests. */
  readonly isHashBlocking?: boolean | undefined;
  readonly hasNoIndexes?: boolean | undefined;
  readonly hasNoKeepAlive?: boolean | undefined;
  /** The delay before each request is handled. */
  readonly middlewareDelayMs?: number | undefined;
}

export type PasswordHash =
  | { readonly kind: 'argon2id' }
  | { readonly kind: 'pbkdf2-sha256'; readonly iterations: number };

/** 15 minutes: long enough to be useful, short enough that a stolen access token expires soon. */
export const DEFAULT_ACCESS_SECONDS = 900;

/** 12 hours, the longest session that NIST SP 800-63B allows at AAL3 before the user must sign in again. */
export const DEFAULT_REFRESH_SECONDS = 43_200;

/** A few pages of the API; --patients sets more. */
export const DEFAULT_PATIENTS = 1000;

/**
 * A person resets the password before ten failures, and 2,880 guesses a day are too few for an attack. Only failures
 * count, so a load test with the right password never reaches the limit.
 */
export const DEFAULT_THROTTLE: ThrottleOptions = { failures: 10, windowSeconds: 300 };

export function userNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `user${index + 1}`);
}
