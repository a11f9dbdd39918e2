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
  failedLogins(attempt: Pick<Attempt, 'attempt' | 'username'>, nowMs: number): Promise<Failures>;

  /** Opens a session with its first refresh token, and resets the failed logins. */
  openSession(session: NewSession, origin: Origin): Promise<void>;
  /** Exchanges a refresh token for its successor. Of concurrent calls with one token, exactly one is `rotated`. */
  rotate(rotation: Rotation, origin: Origin): Promise<RotationOutcome>;
  /** The user of a live session. Null if it is unknown, revoked or expired, or its user is inactive. */
  liveSession(session: SessionOwner, nowMs: number): Promise<ActiveUser | null>;
  /** Whether this refresh token of the user is known and unused. */
  isUnused(tokenHash: string, userId: number): Promise<boolean>;
  /** Ends a session and all its tokens. Idempotent. */
  revokeSession(session: SessionOwner, reason: RevocationReason, origin: Origin): Promise<void>;

  /** Counts the failure and writes its audit entry. */
  recordFailedLogin(entry: AuditEntry, attempt: Attempt): Promise<void>;
  /** Writes an audit entry without any other change. */
  record(entry: AuditEntry): Promise<void>;
  /** One, or one for each shard of the store. */
  readonly logs: readonly [AuditLog, ...AuditLog[]];
  /** The newest entries of all logs since that time, oldest first. */
  auditSince(sinceMs: number, limit: number): Promise<ChainedEntry[]>;

  /** Removes at most `limit` expired rows in total. A smaller result means that no expired row is left. */
  purgeExpired(nowMs: number, limit: number): Promise<Purged>;
  /** Throws if the store accepts no writes now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A chain of audit entries, each with a digest over itself and the one before. */
export interface AuditLog {
  /** Empty where the store has one log. */
  readonly name: string;
  readonly chainDigest: Digest;
  /** Entries by number, oldest first. */
  page(afterNumber: number, limit: number): Promise<ChainedEntry[]>;
  head(): Promise<ChainHead>;
  last(): Promise<ChainHead | null>;
  /**
   * Moves a head that is behind its log to the end of the log, so that new entries can be numbered. The hash of the
   * head stays, so that the chain keeps showing the break.
   */
  moveHeadToEnd(): Promise<void>;
}

/** A session and the user of its tokens. A store on several servers finds the session by the user. */
export interface SessionOwner {
  readonly id: string;
  readonly userId: number;
}

export interface StoredUser {
  readonly id: number;
  readonly username: string;
  readonly passwordHash: string;
  readonly active: boolean;
}

export interface NewSession extends SessionOwner {
  readonly tokenHash: string;
  readonly expiresAtMs: number;
  /** The attempt whose failures are reset. */
  readonly attempt: string;
}

export interface Rotation {
  /** The session that the presented token claims. */
  readonly session: SessionOwner;
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

export interface Attempt {
  /** Address and name, as a digest, because users sometimes type a password as the name. */
  readonly attempt: string;
  /** Decides where the failures are counted, and is not stored. */
  readonly username: string;
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

export interface ChainedEntry extends AuditEntry, ChainHead {
  /** The name of its log. */
  readonly log: string;
}

export interface Purged {
  readonly tokens: number;
  readonly sessions: number;
  /** Counters of failed logins whose window has ended. */
  readonly attempts: number;
}

export const rowsOf = ({ tokens, sessions, attempts }: Purged): number => tokens + sessions + attempts;
