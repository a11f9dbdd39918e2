/**
 * A session is a token family, so its revocation changes one row, regardless of the number of rotations. Used refresh
 * tokens stay until their session ends; otherwise a stolen old token would be "unknown" instead of "reuse".
 * Times are Unix milliseconds; `hash` is base64url(SHA-256(token)), never the token.
 */
const accounts = `
CREATE TABLE IF NOT EXISTS users(
  id INTEGER PRIMARY KEY,
  username TEXT NOT NULL UNIQUE COLLATE NOCASE,
  pw TEXT NOT NULL,
  active INTEGER NOT NULL DEFAULT 1
) STRICT;`;

const tokens = `
CREATE TABLE IF NOT EXISTS sessions(
  id TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users(id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER,
  reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_user ON sessions(user_id) WHERE revoked_at IS NULL;
CREATE INDEX IF NOT EXISTS sessions_expiry ON sessions(expires_at);
CREATE TABLE IF NOT EXISTS refresh_tokens(
  hash TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS refresh_tokens_session ON refresh_tokens(session_id);`;

/** The same two tables without keys and indexes, so that each lookup scans them. */
const tokensWithoutIndexes = `
CREATE TABLE sessions(
  id TEXT NOT NULL,
  user_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER,
  reason TEXT
) STRICT;
CREATE TABLE refresh_tokens(
  hash TEXT NOT NULL,
  session_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;`;

const audit = `
CREATE TABLE IF NOT EXISTS audit(
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  outcome TEXT NOT NULL,
  user_id INTEGER,
  session_id TEXT,
  ip TEXT NOT NULL,
  req TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS audit_at ON audit(at);
CREATE INDEX IF NOT EXISTS audit_user ON audit(user_id, at);`;

/** Older entries have an empty hash; the chain begins after them. */
const auditChain = `
ALTER TABLE audit ADD COLUMN hash TEXT NOT NULL DEFAULT '';
CREATE TABLE audit_head(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  id INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_head(one, id, hash) SELECT 1, coalesce(max(id), 0), '' FROM audit;`;

const loginFailures = `
CREATE TABLE login_failures(
  attempt TEXT PRIMARY KEY,
  count INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_failures_end ON login_failures(ends_at);`;

const patients = `
CREATE TABLE patients(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  born TEXT NOT NULL,
  ward TEXT NOT NULL
) STRICT;`;

/** No query uses this index, and it costs each refresh one page write. */
const leanAudit = 'DROP INDEX IF EXISTS audit_user;';

/** Schema version N is the result of the first N migrations. Never change a released migration: add another. */
export function migrations(indexed: boolean): readonly string[] {
  return [
    accounts + (indexed ? tokens : tokensWithoutIndexes) + audit,
    auditChain + loginFailures + patients,
    leanAudit,
  ];
}
