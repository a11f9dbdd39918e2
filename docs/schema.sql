-- Times are Unix milliseconds. SQLite's dialect; elsewhere leave STRICT and WITHOUT ROWID out.

CREATE TABLE users(
  id INTEGER PRIMARY KEY,
  username TEXT NOT NULL UNIQUE COLLATE NOCASE,
  pw TEXT NOT NULL,                          -- the Argon2 hash, with its salt and parameters in it
  active INTEGER NOT NULL DEFAULT 1
) STRICT;

-- A session is a family of tokens: ending it is one row, however often its token was rotated.
CREATE TABLE sessions(
  id TEXT PRIMARY KEY,                       -- the claim `family`
  user_id INTEGER NOT NULL REFERENCES users(id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,               -- no refresh moves it
  revoked_at INTEGER,
  reason TEXT                                -- logout or reuse
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions(user_id) WHERE revoked_at IS NULL;
CREATE INDEX sessions_expiry ON sessions(expires_at);

-- Used tokens stay until their session ends: a stolen one must be known to be recognised.
CREATE TABLE refresh_tokens(
  hash TEXT PRIMARY KEY,                     -- time of issue, then base64url(SHA-256(token)); never the token
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,                      -- the how-manieth of its session
  expires_at INTEGER NOT NULL,
  used_at INTEGER                            -- set once: when it was traded
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_session ON refresh_tokens(session_id);

CREATE TABLE login_failures(
  attempt TEXT PRIMARY KEY,                  -- a digest of name and address
  count INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_failures_end ON login_failures(ends_at);

CREATE TABLE audit(
  id INTEGER PRIMARY KEY,                    -- without gaps
  at INTEGER NOT NULL,
  event TEXT NOT NULL,                       -- login, refresh, reuse or logout
  outcome TEXT NOT NULL,
  user_id INTEGER,
  session_id TEXT,
  ip TEXT NOT NULL,
  req TEXT NOT NULL,                         -- X-Request-Id
  hash TEXT NOT NULL DEFAULT ''              -- over this row and the hash before it
) STRICT;
CREATE INDEX audit_at ON audit(at);

-- Beside the log, so that cutting off its end shows.
CREATE TABLE audit_head(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  id INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;

-- What the protected API serves.
CREATE TABLE patients(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  born TEXT NOT NULL,
  ward TEXT NOT NULL
) STRICT;
