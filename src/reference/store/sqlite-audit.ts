import type { Database } from './database.ts';
import type { AuditEntry } from './store.ts';

export interface Audit {
  /** Call it inside the transaction whose change it describes: then neither exists without the other. */
  note(entry: AuditEntry): void;
  newest(limit: number): AuditEntry[];
}

export function prepareAudit(database: Database): Audit {
  const insert = database.query(
    'INSERT INTO audit(at, event, outcome, user_id, session_id, ip, req) VALUES(?, ?, ?, ?, ?, ?, ?)',
  );
  const select = database.query<AuditEntry>(
    `SELECT at AS atMs, event, outcome, user_id AS userId, session_id AS sessionId, ip, req AS requestId
     FROM audit ORDER BY id DESC LIMIT ?`,
  );
  return {
    note({ atMs, event, outcome, userId, sessionId, ip, requestId }) {
      insert.run(atMs, event, outcome, userId, sessionId, ip, requestId);
    },
    newest: (limit) => select.all(limit),
  };
}
