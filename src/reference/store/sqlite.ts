import type { Database } from './database.ts';
import { openDatabase } from './database.ts';
import { prepareAudit } from './sqlite-audit.ts';
import { prepareRotation } from './sqlite-rotation.ts';
import type { LiveSession, Store, StoredUser } from './store.ts';

/** One file, one process or several. The calls are synchronous underneath: a point read costs less than a thread hop. */
export function openSqliteStore(file: string): Store {
  const database = openDatabase(file);
  const audit = prepareAudit(database);
  const rotate = prepareRotation(database, audit);
  return {
    ...prepareUsers(database),
    ...prepareSessions(database, audit),
    rotate: async (rotation, origin) => rotate(rotation, origin),
    record: async (entry) => audit.note(entry),
    auditLog: async (limit) => audit.newest(limit),
    close: async () => database.close(),
  };
}

function prepareUsers(database: Database): Pick<Store, 'addUsers' | 'findUser'> {
  const add = database.query(
    'INSERT INTO users(username, pw) VALUES(?, ?) ON CONFLICT(username) DO UPDATE SET pw = excluded.pw',
  );
  const find = database.query<{ id: number; username: string; pw: string; active: number }>(
    'SELECT id, username, pw, active FROM users WHERE username = ?',
  );
  return {
    async addUsers(names, passwordHash) {
      database.transaction(() => {
        for (const name of names) add.run(name, passwordHash);
      });
    },

    async findUser(username): Promise<StoredUser | null> {
      const row = find.first(username);
      if (row === null) return null;
      return { id: row.id, username: row.username, passwordHash: row.pw, active: row.active === 1 };
    },
  };
}

type SessionMethods = Pick<Store, 'openSession' | 'liveSession' | 'isUnused' | 'revokeSession' | 'purgeExpired'>;

function prepareSessions(database: Database, audit: ReturnType<typeof prepareAudit>): SessionMethods {
  const open = database.query('INSERT INTO sessions(id, user_id, created_at, expires_at) VALUES(?, ?, ?, ?)');
  const addToken = database.query('INSERT INTO refresh_tokens(hash, session_id, seq, expires_at) VALUES(?, ?, 0, ?)');
  const live = database.query<LiveSession>(
    `SELECT u.id AS userId, u.username FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE s.id = ? AND s.revoked_at IS NULL AND s.expires_at > ? AND u.active = 1`,
  );
  const unused = database.query('SELECT 1 FROM refresh_tokens WHERE hash = ? AND used_at IS NULL');
  const revoke = database.query<{ user_id: number }>(
    'UPDATE sessions SET revoked_at = ?, reason = ? WHERE id = ? AND revoked_at IS NULL RETURNING user_id',
  );
  const purge = database.query('DELETE FROM sessions WHERE expires_at <= ?');

  return {
    async openSession({ id, userId, tokenHash, expiresAtMs }, origin) {
      database.transaction(() => {
        open.run(id, userId, origin.atMs, expiresAtMs);
        addToken.run(tokenHash, id, expiresAtMs);
        audit.note({ ...origin, event: 'login', outcome: 'ok', userId, sessionId: id });
      });
    },

    async liveSession(sessionId, nowMs) {
      const row = live.first(sessionId, nowMs);
      // Copied field by field, because the binding adds a field of its own to single rows.
      return row === null ? null : { userId: row.userId, username: row.username };
    },

    isUnused: async (tokenHash) => unused.first(tokenHash) !== null,

    async revokeSession(sessionId, reason, origin) {
      database.transaction(() => {
        const session = revoke.first(origin.atMs, reason, sessionId);
        if (session === null) return;
        audit.note({ ...origin, event: reason, outcome: 'revoked', userId: session.user_id, sessionId });
      });
    },

    purgeExpired: async (nowMs) => purge.run(nowMs),
  };
}
