import type { ActiveUser, NewSession, Origin, Purged, RevocationReason } from '../store.ts';
import type { Audit } from './audit.ts';
import type { Database } from './database.ts';

export interface Sessions {
  open(session: NewSession, origin: Origin): void;
  live(sessionId: string, nowMs: number): ActiveUser | null;
  isUnused(tokenHash: string): boolean;
  revoke(sessionId: string, reason: RevocationReason, origin: Origin): void;
  purge(nowMs: number, limit: number): Omit<Purged, 'attempts'>;
}

export function prepareSessions(database: Database, audit: Audit): Sessions {
  const open = database.query('INSERT INTO sessions(id, user_id, created_at, expires_at) VALUES(?, ?, ?, ?)');
  const addToken = database.query('INSERT INTO refresh_tokens(hash, session_id, seq, expires_at) VALUES(?, ?, 0, ?)');
  const live = database.query<ActiveUser>(
    `SELECT u.id AS userId, u.username FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE s.id = ? AND s.revoked_at IS NULL AND s.expires_at > ? AND u.active = 1`,
  );
  const unused = database.query('SELECT 1 FROM refresh_tokens WHERE hash = ? AND used_at IS NULL');
  const revoke = database.query<{ user_id: number }>(
    'UPDATE sessions SET revoked_at = ?, reason = ? WHERE id = ? AND revoked_at IS NULL RETURNING user_id',
  );
  const purgeTokens = database.query(
    `DELETE FROM refresh_tokens WHERE hash IN (
       SELECT t.hash FROM sessions s JOIN refresh_tokens t ON t.session_id = s.id WHERE s.expires_at <= ? LIMIT ?)`,
  );
  const purgeSessions = database.query(
    `DELETE FROM sessions WHERE id IN (
       SELECT s.id FROM sessions s WHERE s.expires_at <= ?
       AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.session_id = s.id) LIMIT ?)`,
  );

  return {
    open({ id, userId, tokenHash, expiresAtMs }, origin) {
      open.run(id, userId, origin.atMs, expiresAtMs);
      addToken.run(tokenHash, id, expiresAtMs);
      audit.note({ ...origin, event: 'login', outcome: 'ok', userId, sessionId: id });
    },
    live(sessionId, nowMs) {
      const row = live.first(sessionId, nowMs);
      // Copied field by field, because the binding adds an extra field to single rows.
      return row === null ? null : { userId: row.userId, username: row.username };
    },
    isUnused: (tokenHash) => unused.first(tokenHash) !== null,
    revoke(sessionId, reason, origin) {
      const session = revoke.first(origin.atMs, reason, sessionId);
      if (session === null) return;
      audit.note({ ...origin, event: reason, outcome: 'revoked', userId: session.user_id, sessionId });
    },
    purge(nowMs, limit) {
      // Limited by tokens and not by sessions: one session may have thousands, and a batch must stay small.
      const tokens = purgeTokens.run(nowMs, limit);
      return { tokens, sessions: purgeSessions.run(nowMs, limit - tokens) };
    },
  };
}
