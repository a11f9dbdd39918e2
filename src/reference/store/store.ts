/** The hash that chains the audit entries of a store. */
export type Digest = 'sha256' | 'sha1';

/**
 * The state of the server, independent of its storage. Methods are asynchronous for stores on the network. Each is
 * atomic, because processes may share a store, and settles when it is durable. If the store is unavailable, methods
 * throw StoreUnavailable and change nothing.
 */
export interface Store {
  /** Creates the accounts, or sets the password of existing ones. */
  addUsers(names: readonly string[], passwordHash: string): Promise<void>;
  findUser(username: string): Promise<StoredUser | null>;
  /** The user if active, else null. */
  userById(userId: number): Promise<ActiveUser | null>;
  /** The failures of this attempt in its current window. */
  failedLogins(attempt: string, nowMs: number): Promise<Failures>;

  /** Opens a session with its first refresh token, and resets the failed logins. */
  openSession(session: NewSession, origin: Origin): Promise<void>;
  /** Exchanges a refresh token for its successor. Of concurrent calls with one token, exactly one is `rotated`. */
  rotate(rotation: Rotation, origin: Origin): Promise<RotationOutcome>;
  /** The user of a live session. Null if it is unknown, revoked or expired, or its user is inactive. */
  liveSession(sessionId: string, nowMs: number): Promise<ActiveUser | null>;
  /** Whether this refresh token is known and unused. */
  isUnused(tokenHash: string): Promise<boolean>;
  /** Ends a session and all its tokens. Idempotent. */
  revokeSession(sessionId: string, reason: RevocationReason, origin: Origin): Promise<void>;

  /** Counts the failure and writes its audit entry. */
  recordFailedLogin(entry: AuditEntry, attempt: Attempt): Promise<void>;
  /** Writes an audit entry without any other change. */
  record(entry: AuditEntry): Promise<void>;
  readonly chainDigest: Digest;
  /** The newest entries since that time, oldest first. */
  auditSince(sinceMs: number, limit: number): Promise<ChainedEntry[]>;
  /** Entries by number, oldest first. */
  auditPage(afterNumber: number, limit: number): Promise<ChainedEntry[]>;
  auditHead(): Promise<ChainHead>;
  /**
   * Moves a head that is behind its log to the end of the log, so that new entries can be numbered. The hash of the
   * head stays, so that the chain keeps showing the break.
   */
  moveHeadToEnd(): Promise<void>;

  /** Removes at most `limit` expired rows in total. A smaller result means that no expired row is left. */
  purgeExpired(nowMs: number, limit: number): Promise<Purged>;
  /** Throws if the store accepts no writes now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface StoredUser {
  readonly id: number;
  readonly username: string;
  readonly passwordHash: string;
  readonly active: boolean;
}

export interface NewSession {
  readonly id: string;
  readonly userId: number;
  readonly tokenHash: string;
  readonly expiresAtMs: number;
  /** The attempt whose failures are reset. */
  readonly attempt: string;
}

export interface Rotation {
  readonly presentedHash: string;
  readonly successorHash: string;
  /** For this long after a rotation, the old token counts as a double submit, later as a reuse. */
  readonly lockMs: number;
}

export const rotationOutcomes = ['rotated', 'locked', 'unknown', 'revoked', 'expired', 'reuse'] as const;
export type RotationOutcome = (typeof rotationOutcomes)[number];

export type RevocationReason = 'logout' | 'reuse';

export interface ActiveUser {
  readonly userId: number;
  readonly username: string;
}

/** Address and name of a login attempt, as a digest, because users sometimes type a password as the name. */
export interface Attempt {
  readonly attempt: string;
  readonly windowMs: number;
}

export interface Failures {
  readonly count: number;
  readonly endsAtMs: number;
}

/** The origin of a request, for its audit entry. */
export interface Origin {
  readonly atMs: number;
  readonly ip: string;
  readonly requestId: string;
  /** Called with the time that a write waited for its shared commit. */
  readonly queued?: (waitedMs: number) => void;
}

export interface AuditEntry extends Omit<Origin, 'queued'> {
  readonly event: 'login' | 'refresh' | 'reuse' | 'logout';
  readonly outcome: string;
  readonly userId: number | null;
  readonly sessionId: string | null;
}

export interface ChainHead {
  readonly number: number;
  readonly hash: string;
}

export interface ChainedEntry extends AuditEntry, ChainHead {}

export interface Purged {
  readonly tokens: number;
  readonly sessions: number;
  /** Counters of failed logins whose window has ended. */
  readonly attempts: number;
}

export const rowsOf = ({ tokens, sessions, attempts }: Purged): number => tokens + sessions + attempts;
