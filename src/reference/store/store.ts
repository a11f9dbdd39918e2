/**
 * Everything the server remembers, whatever remembers it. Methods are asynchronous because a store over the network
 * must be; each is one atomic step, because two processes may share a store.
 */
export interface Store {
  /** Makes the accounts, or gives existing ones this password. */
  addUsers(names: readonly string[], passwordHash: string): Promise<void>;
  findUser(username: string): Promise<StoredUser | null>;
  /** Opens a session with its first refresh token. */
  openSession(session: NewSession, origin: Origin): Promise<void>;
  /** Trades a refresh token for its successor. Of many concurrent calls with one token, exactly one is `rotated`. */
  rotate(rotation: Rotation, origin: Origin): Promise<RotationOutcome>;
  /** The session when it is still alive, else null: unknown, revoked, expired, or its user was deactivated. */
  liveSession(sessionId: string, nowMs: number): Promise<LiveSession | null>;
  /** Whether this refresh token is known and was not traded yet. */
  isUnused(tokenHash: string): Promise<boolean>;
  /** Ends a session and with it all its tokens. Ending it twice is fine. */
  revokeSession(sessionId: string, reason: RevocationReason, origin: Origin): Promise<void>;
  /** Writes down what changed no other state, such as a failed login. */
  record(entry: AuditEntry): Promise<void>;
  /** The newest entries, newest first. */
  auditLog(limit: number): Promise<AuditEntry[]>;
  /** Removes sessions that ended before now, with their tokens; answers how many. */
  purgeExpired(nowMs: number): Promise<number>;
  close(): Promise<void>;
}

export interface StoredUser {
  readonly id: number;
  readonly username: string;
  readonly passwordHash: string;
  readonly active: boolean;
}

interface NewSession {
  readonly id: string;
  readonly userId: number;
  readonly tokenHash: string;
  readonly expiresAtMs: number;
}

export interface Rotation {
  readonly presentedHash: string;
  readonly successorHash: string;
  /** How long after a rotation the old token means "a double submit" rather than "a thief". */
  readonly lockMs: number;
}

export type RotationOutcome = 'rotated' | 'locked' | 'unknown' | 'revoked' | 'expired' | 'reuse';

type RevocationReason = 'logout' | 'reuse';

export interface LiveSession {
  readonly userId: number;
  readonly username: string;
}

/** Who asked, and when: what every audit entry needs. */
export interface Origin {
  readonly atMs: number;
  readonly ip: string;
  readonly requestId: string;
}

export interface AuditEntry extends Origin {
  readonly event: 'login' | 'refresh' | 'reuse' | 'logout';
  readonly outcome: string;
  readonly userId: number | null;
  readonly sessionId: string | null;
}
