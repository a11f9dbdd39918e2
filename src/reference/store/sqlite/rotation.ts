import type { AuditEntry, Origin, Rotation, RotationOutcome } from '../store.ts';
import type { Audit } from './audit.ts';
import type { Database } from './database.ts';

interface Claimed {
  session_id: string;
  seq: number;
  expires_at: number;
}

interface Owner {
  user_id: number;
  alive: number;
}

interface Missed {
  session_id: string;
  user_id: number;
  expires_at: number;
  used_at: number | null;
  revoked_at: number | null;
}

/**
 * The row is the lock: one UPDATE checks the token and claims it exclusively. There is no lock table and no state in
 * memory, so it works across processes, survives a crash and needs no release. Call it inside a transaction.
 */
export function prepareRotation(
  database: Database,
  audit: Audit,
): (rotation: Rotation, origin: Origin) => RotationOutcome {
  const claim = database.query<Claimed>(
    `UPDATE refresh_tokens SET used_at = ? WHERE hash = ? AND used_at IS NULL AND expires_at > ?
     RETURNING session_id, seq, expires_at`,
  );
  const owner = database.query<Owner>(
    `SELECT s.user_id, (s.revoked_at IS NULL AND s.expires_at > ? AND u.active = 1) AS alive
     FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ?`,
  );
  const succeed = database.query('INSERT INTO refresh_tokens(hash, session_id, seq, expires_at) VALUES(?, ?, ?, ?)');
  const explain = explainMiss(database);

  return (rotation, origin) => {
    const note = (outcome: string, who: Pick<AuditEntry, 'userId' | 'sessionId'>): void =>
      audit.note({ ...origin, event: outcome === 'reuse' ? 'reuse' : 'refresh', outcome, ...who });

    const token = claim.first(origin.atMs, rotation.presentedHash, origin.atMs);
    if (token === null) {
      const { outcome, ...who } = explain(rotation, origin);
      note(outcome, who);
      return outcome;
    }

    const session = owner.first(origin.atMs, token.session_id);
    const who = { userId: session?.user_id ?? null, sessionId: token.session_id };
    if (session?.alive !== 1) {
      note('revoked', who);
      return 'revoked';
    }

    // The successor inherits the expiry of its parent, so that the family ends when its login expires.
    succeed.run(rotation.successorHash, token.session_id, token.seq + 1, token.expires_at);
    note('ok', who);
    return 'rotated';
  };
}

interface Explanation extends Pick<AuditEntry, 'userId' | 'sessionId'> {
  readonly outcome: Exclude<RotationOutcome, 'rotated'>;
}

/** Why a token could not be claimed. If only a stolen token explains it, the session is revoked. */
function explainMiss(database: Database): (rotation: Rotation, origin: Origin) => Explanation {
  const find = database.query<Missed>(
    `SELECT t.session_id, s.user_id, t.expires_at, t.used_at, s.revoked_at
     FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.hash = ?`,
  );
  const revoke = database.query("UPDATE sessions SET revoked_at = ?, reason = 'reuse' WHERE id = ?");

  return ({ presentedHash, lockMs }, { atMs }) => {
    const token = find.first(presentedHash);
    if (token === null) return { outcome: 'unknown', userId: null, sessionId: null };

    const who = { userId: token.user_id, sessionId: token.session_id };
    if (token.revoked_at !== null) return { outcome: 'revoked', ...who };
    if (token.expires_at <= atMs) return { outcome: 'expired', ...who };
    // Two tabs or a retry can refresh twice in quick succession. That is no theft, so nothing is revoked.
    if (token.used_at !== null && atMs - token.used_at < lockMs) return { outcome: 'locked', ...who };

    revoke.run(atMs, token.session_id);
    return { outcome: 'reuse', ...who };
  };
}
