import type { Attempt, Failures, ActiveUser, StoredUser } from '../store.ts';
import type { Database } from './database.ts';

export interface Accounts {
  add(names: readonly string[], passwordHash: string): void;
  find(username: string): StoredUser | null;
  byId(userId: number): ActiveUser | null;
  failures(attempt: string, nowMs: number): Failures;
  countFailure(attempt: Attempt, nowMs: number): void;
  resetFailures(attempt: string): void;
  /** Returns the number of removed counters. */
  purgeFailures(nowMs: number, limit: number): number;
}

export function prepareAccounts(database: Database): Accounts {
  const add = database.query(
    'INSERT INTO users(username, pw) VALUES(?, ?) ON CONFLICT(username) DO UPDATE SET pw = excluded.pw',
  );
  const find = database.query<{ id: number; username: string; pw: string; active: number }>(
    'SELECT id, username, pw, active FROM users WHERE username = ?',
  );
  const byId = database.query<ActiveUser>('SELECT id AS userId, username FROM users WHERE id = ? AND active = 1');
  const failures = database.query<Failures>(
    'SELECT count, ends_at AS endsAtMs FROM login_failures WHERE attempt = ? AND ends_at > ?',
  );
  // The window begins with the first failure and does not move, so that further failures cannot extend the lockout.
  const count = database.query(
    `INSERT INTO login_failures(attempt, count, ends_at) VALUES(?1, 1, ?2 + ?3) ON CONFLICT(attempt) DO UPDATE SET
       count = CASE WHEN ends_at > ?2 THEN count + 1 ELSE 1 END,
       ends_at = CASE WHEN ends_at > ?2 THEN ends_at ELSE ?2 + ?3 END`,
  );
  const reset = database.query('DELETE FROM login_failures WHERE attempt = ?');
  const purge = database.query(
    'DELETE FROM login_failures WHERE attempt IN (SELECT attempt FROM login_failures WHERE ends_at <= ? LIMIT ?)',
  );
  return {
    add(names, passwordHash) {
      for (const name of names) add.run(name, passwordHash);
    },
    find(username) {
      const row = find.first(username);
      if (row === null) return null;
      return { id: row.id, username: row.username, passwordHash: row.pw, active: row.active === 1 };
    },
    byId(userId) {
      const row = byId.first(userId);
      return row === null ? null : { userId: row.userId, username: row.username };
    },
    failures(attempt, nowMs) {
      const row = failures.first(attempt, nowMs);
      return row === null ? { count: 0, endsAtMs: nowMs } : { count: row.count, endsAtMs: row.endsAtMs };
    },
    countFailure: ({ attempt, windowMs }, nowMs) => void count.run(attempt, nowMs, windowMs),
    resetFailures: (attempt) => void reset.run(attempt),
    purgeFailures: (nowMs, limit) => purge.run(nowMs, limit),
  };
}
