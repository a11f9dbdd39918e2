/** Which hash chains the audit entries of a store. */
export type Digest = 'sha256' | 'sha1';

/**
 * Everything the server remembers, whatever remembers it. Methods are asynchronous because a store over the network
 * must be; each is one atomic step, because two processes may share a store; each settles when it is durable. Where it
 * cannot be done now they throw StoreUnavailable, and nothing is half done.
 */
export interface Store {
  /** Makes the accounts, or gives existing ones this password. */
  addUsers(names: readonly string[], passwordHash: string): Promise<void>;
  findUser(username: string): Promise<StoredUser | null>;
  /** The user when he is active, else null. */
  userById(userId: number): Promise<LiveUser | null>;
  /** How often this attempt failed in its current window. */
  failedLogins(attempt: string, nowMs: number): Promise<Failures>;

  /** Opens a session with its first refresh token, and forgives the failures before it. */
  openSession(session: NewSession, origin: Origin): Promise<void>;
  /** Trades a refresh token for its successor. Of many concurrent calls with one token, exactly one is `rotated`. */
  rotate(rotation: Rotation, origin: Origin): Promise<RotationOutcome>;
  /** The user of a session that is still alive, else null: unknown, revoked, expired, or its user was deactivated. */
  liveSession(sessionId: string, nowMs: number): Promise<LiveUser | null>;
  /** Whether this refresh token is known and was not traded yet. */
  isUnused(tokenHash: string): Promise<boolean>;
  /** Ends a session and with it all its tokens. Ending it twice is fine. */
  revokeSession(sessionId: string, reason: RevocationReason, origin: Origin): Promise<void>;

  /** Writes the failure down and counts it. */
  recordFailedLogin(entry: AuditEntry, attempt: Attempt): Promise<void>;
  /** Writes down what changed no other state. */
  record(entry: AuditEntry): Promise<void>;
  readonly chainDigest: Digest;
  /** The newest entries since then, oldest first. */
  auditSince(sinceMs: number, limit: number): Promise<ChainedEntry[]>;
  /** Entries by number, oldest first. */
  auditPage(afterNumber: number, limit: number): Promise<ChainedEntry[]>;
  auditHead(): Promise<ChainHead>;
  /**
   * Numbers new entries from the end of the log on, where its head is behind: else none can be written. The hash of the
   * head stays, so that the chain shows the break for good.
   */
  moveHeadToEnd(): Promise<void>;

  /** Removes at most so many rows that ended before now, in all. Fewer than that: there are no more. */
  purgeExpired(nowMs: number, limit: number): Promise<Purged>;
  /** Throws when nothing can be written now. */
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
  /** Whose failures are forgiven. */
  readonly attempt: string;
}

export interface Rotation {
  readonly presentedHash: string;
  readonly successorHash: string;
  /** How long after a rotation the old token means "a double submit" rather than "a thief". */
  readonly lockMs: number;
}

export const rotationOutcomes = ['rotated', 'locked', 'unknown', 'revoked', 'expired', 'reuse'] as const;
export type RotationOutcome = (typeof rotationOutcomes)[number];

export type RevocationReason = 'logout' | 'reuse';

export interface LiveUser {
  readonly userId: number;
  readonly username: string;
}

/** Who tried to sign in as whom, as a digest: people type their password where the name belongs. */
export interface Attempt {
  readonly attempt: string;
  readonly windowMs: number;
}

export interface Failures {
  readonly count: number;
  readonly endsAtMs: number;
}

/** Who asked, and when: what every audit entry needs. */
export interface Origin {
  readonly atMs: number;
  readonly ip: string;
  readonly requestId: string;
  /** Hears how long a write waited for the commit that it shares with others. */
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
  /** Counters of failed logins whose window is over. */
  readonly attempts: number;
}

export const rowsOf = ({ tokens, sessions, attempts }: Purged): number => tokens + sessions + attempts;
