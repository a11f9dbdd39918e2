import { canonical, link } from '../chain.ts';
import type { AuditEntry, ChainedEntry, ChainHead } from '../store.ts';
import type { Database } from './database.ts';

export interface Audit {
  /** First in each transaction, because another process may have written since the last one. */
  begin(): void;
  /** Inside the transaction of the change that it describes, so that both are committed together. */
  note(entry: AuditEntry): void;
  /** Last in each transaction. */
  end(): void;
  page(afterNumber: number, limit: number): ChainedEntry[];
  since(sinceMs: number, limit: number): ChainedEntry[];
  head(): ChainHead;
  /** Only inside a transaction. */
  moveHeadToEnd(): void;
}

const ROW = `'' AS log, id AS number, at AS atMs, event, outcome, user_id AS userId, session_id AS sessionId, ip, req AS requestId,
  hash FROM audit`;

export function prepareAudit(database: Database): Audit {
  const insert = database.query(
    'INSERT INTO audit(id, at, event, outcome, user_id, session_id, ip, req, hash) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const readHead = database.query<ChainHead>('SELECT id AS number, hash FROM audit_head');
  // The head is stored separately from the log, so that a removed end of the log is detected too.
  const writeHead = database.query('UPDATE audit_head SET id = ?, hash = ?');
  const moveHead = database.query(
    `INSERT INTO audit_head(one, id, hash) SELECT 1, coalesce(max(id), 0), '' FROM audit WHERE true
     ON CONFLICT(one) DO UPDATE SET id = max(id, excluded.id)`,
  );
  const page = database.query<ChainedEntry>(`SELECT ${ROW} WHERE id > ? ORDER BY id LIMIT ?`);
  const since = database.query<ChainedEntry>(`SELECT ${ROW} WHERE at >= ? ORDER BY id DESC LIMIT ?`);

  // A missing row was removed by hand. The verification then reports a log that is ahead of its head.
  const head = (): ChainHead => {
    const row = readHead.first();
    return row === null ? { number: 0, hash: '' } : { number: row.number, hash: row.hash };
  };
  let written: ChainHead = { number: 0, hash: '' };
  let current = written;

  return {
    begin() {
      written = head();
      current = written;
    },
    note(entry) {
      const { atMs, event, outcome, userId, sessionId, ip, requestId } = entry;
      const number = current.number + 1;
      const hash = link('sha256', current.hash, canonical(number, entry));
      insert.run(number, atMs, event, outcome, userId, sessionId, ip, requestId, hash);
      current = { number, hash };
    },
    end() {
      if (current.number > written.number) writeHead.run(current.number, current.hash);
    },
    page: (afterNumber, limit) => page.all(afterNumber, limit),
    since: (sinceMs, limit) => since.all(sinceMs, limit).toReversed(),
    head,
    moveHeadToEnd: () => void moveHead.run(),
  };
}
