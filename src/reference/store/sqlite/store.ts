import type { AuditLog, Store } from '../store.ts';
import { prepareAccounts } from './accounts.ts';
import { prepareAudit, type Audit } from './audit.ts';
import { CommitQueue } from './commit-queue.ts';
import { openDatabase, type Database, type DatabaseOptions } from './database.ts';
import { prepareRotation } from './rotation.ts';
import { prepareSessions } from './sessions.ts';

export interface SqliteStoreOptions extends DatabaseOptions {
  /** Called after each commit with the number of requests in it. */
  readonly committed?: (count: number) => void;
}

/**
 * One file for one or several processes. Reads are synchronous, because a point read is faster than a thread switch.
 */
export function openSqliteStore(
  file: string,
  options: SqliteStoreOptions = {},
): Store & { readonly database: Database } {
  const database = openDatabase(file, options);
  const audit = prepareAudit(database);
  const accounts = prepareAccounts(database);
  const sessions = prepareSessions(database, audit);
  const rotate = prepareRotation(database, audit);
  // A read-only store cannot serve a refresh, so the readiness check commits an UPDATE that changes nothing.
  const touch = database.query('UPDATE audit_head SET one = one');
  const hooks = { begin: audit.begin, end: audit.end, committed: options.committed ?? (() => {}) };
  const queue = new CommitQueue(database, hooks);

  return {
    database,
    addUsers: (names, passwordHash) => queue.write(() => accounts.add(names, passwordHash)),
    findUser: async (username) => accounts.find(username),
    userById: async (userId) => accounts.byId(userId),
    failedLogins: async ({ attempt }, nowMs) => accounts.failures(attempt, nowMs),

    openSession: (session, origin) =>
      queue.write(() => {
        accounts.resetFailures(session.attempt);
        sessions.open(session, origin);
      }, origin.queued),
    rotate: (rotation, origin) => queue.write(() => rotate(rotation, origin), origin.queued),
    liveSession: async ({ id }, nowMs) => sessions.live(id, nowMs),
    isUnused: async (tokenHash) => sessions.isUnused(tokenHash),
    revokeSession: ({ id }, reason, origin) => queue.write(() => sessions.revoke(id, reason, origin), origin.queued),

    recordFailedLogin: (entry, attempt) =>
      queue.write(() => {
        accounts.countFailure(attempt, entry.atMs);
        audit.note(entry);
      }),
    record: (entry) => queue.write(() => audit.note(entry)),
    auditSince: async (sinceMs, limit) => audit.since(sinceMs, limit),
    logs: [logOf(audit, queue)],

    purgeExpired: (nowMs, limit) =>
      queue.write(() => {
        const purged = sessions.purge(nowMs, limit);
        const left = limit - purged.tokens - purged.sessions;
        return { ...purged, attempts: accounts.purgeFailures(nowMs, left) };
      }),
    ping: () => queue.write(() => void touch.run()),
    async close() {
      await queue.drained();
      await database.close();
    },
  };
}

function logOf(audit: Audit, queue: CommitQueue): AuditLog {
  return {
    name: '',
    chainDigest: 'sha256',
    page: async (afterNumber, limit) => audit.page(afterNumber, limit),
    head: async () => audit.head(),
    last: async () => audit.since(0, 1)[0] ?? null,
    moveHeadToEnd: () => queue.write(() => audit.moveHeadToEnd()),
  };
}
