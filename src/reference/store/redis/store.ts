import type { AuditEntry, ChainedEntry, RotationOutcome, Store } from '../store.ts';
import { rotationOutcomes } from '../store.ts';
import { auditEntryOf, textsOf } from './audit-entry.ts';
import { connectToRedis, type RedisConnection, type RedisPlace } from './connection.ts';

const PREFIX = '{whyslow}:';

/** A command with this many names blocks Redis for about a millisecond. */
const USERS_AT_ONCE = 500;
const AUDIT_PAGE = 500;

/** The lifetime of the key that a readiness check writes. */
const READY_KEY_MS = 1000;

/** A store for several processes and machines. Its durability depends on the appendfsync setting of Redis. */
export async function openRedisStore(place: RedisPlace, prefix = PREFIX): Promise<Store> {
  const redis = await connectToRedis(place, prefix);
  return { ...users(redis), ...sessions(redis), ...auditLog(redis), ...upkeep(redis) };
}

// ASCII letters only, like NOCASE of SQLite.
const lower = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function users(redis: RedisConnection): Pick<Store, 'addUsers' | 'findUser' | 'userById' | 'failedLogins'> {
  return {
    async addUsers(names, passwordHash) {
      for (let from = 0; from < names.length; from += USERS_AT_ONCE) {
        const some = names.slice(from, from + USERS_AT_ONCE);
        await redis.write('addUsers', passwordHash, ...some.flatMap((name) => [name, lower(name)]));
      }
    },
    async findUser(username) {
      const found = textsOf(await redis.read('findUser', lower(username)));
      if (found === null) return null;
      const [id, name = '', passwordHash = '', active] = found;
      return { id: Number(id), username: name, passwordHash, active: active === '1' };
    },
    async userById(userId) {
      const [username, active] = await redis.ask((client) =>
        client.hmget(`${redis.prefix}user:${userId}`, 'username', 'active'),
      );
      return typeof username === 'string' && active === '1' ? { userId, username } : null;
    },
    async failedLogins(attempt, nowMs) {
      const key = `${redis.prefix}failures:${attempt}`;
      const [count, endsAtMs] = await redis.ask((client) => client.hmget(key, 'count', 'ends_at'));
      if (Number(endsAtMs ?? 0) <= nowMs) return { count: 0, endsAtMs: nowMs };
      return { count: Number(count), endsAtMs: Number(endsAtMs) };
    },
  };
}

type SessionMethods = Pick<Store, 'openSession' | 'rotate' | 'liveSession' | 'isUnused' | 'revokeSession'>;

function sessions(redis: RedisConnection): SessionMethods {
  return {
    async openSession({ id, userId, tokenHash, expiresAtMs, attempt }, { atMs, ip, requestId }) {
      await redis.write('openSession', id, userId, tokenHash, expiresAtMs, attempt, atMs, ip, requestId);
    },
    async rotate({ presentedHash, successorHash, lockMs }, { atMs, ip, requestId }) {
      return outcomeOf(await redis.write('rotate', presentedHash, successorHash, lockMs, atMs, ip, requestId));
    },
    async liveSession(sessionId, nowMs) {
      const [userId, username = ''] = textsOf(await redis.read('liveSession', sessionId, nowMs)) ?? [];
      return userId === undefined ? null : { userId: Number(userId), username };
    },
    async isUnused(tokenHash) {
      const key = `${redis.prefix}token:${tokenHash}`;
      const [session, usedAt] = await redis.ask((client) => client.hmget(key, 'session', 'used_at'));
      return typeof session === 'string' && typeof usedAt !== 'string';
    },
    async revokeSession(sessionId, reason, { atMs, ip, requestId }) {
      await redis.write('revokeSession', sessionId, reason, atMs, ip, requestId);
    },
  };
}

function outcomeOf(answer: unknown): RotationOutcome {
  const outcome = rotationOutcomes.find((known) => known === answer);
  if (outcome === undefined) throw new Error(`the rotation script returned ${String(answer)}`);
  return outcome;
}

type AuditMethods = Pick<
  Store,
  'record' | 'recordFailedLogin' | 'auditSince' | 'auditPage' | 'auditHead' | 'moveHeadToEnd' | 'chainDigest'
>;

function auditLog(redis: RedisConnection): AuditMethods {
  const log = `${redis.prefix}audit`;
  return {
    // The only digest inside Redis scripts. If it is too weak, use the SQLite store.
    chainDigest: 'sha1',
    async record(entry) {
      await redis.write('record', ...fieldsOf(entry));
    },
    async recordFailedLogin(entry, { attempt, windowMs }) {
      await redis.write('recordFailedLogin', attempt, windowMs, ...fieldsOf(entry));
    },
    async auditSince(sinceMs, limit) {
      const newestFirst: ChainedEntry[] = [];
      for (let end = '+'; newestFirst.length < limit;) {
        const rows = await redis.ask((client) => client.xrevrange(log, end, '-', 'COUNT', AUDIT_PAGE));
        const page = rows.map(auditEntryOf);
        newestFirst.push(...page.filter(({ atMs }) => atMs >= sinceMs));
        const oldest = page.at(-1);
        if (page.length < AUDIT_PAGE || oldest === undefined || oldest.atMs < sinceMs) break;
        end = `(${oldest.number}-0`;
      }
      return newestFirst.slice(0, limit).toReversed();
    },
    async auditPage(afterNumber, limit) {
      const rows = await redis.ask((client) => client.xrange(log, `(${afterNumber}-0`, '+', 'COUNT', limit));
      return rows.map(auditEntryOf);
    },
    async auditHead() {
      const [number, hash] = await redis.ask((client) => client.hmget(`${log}:head`, 'number', 'hash'));
      return { number: Number(number ?? 0), hash: hash ?? '' };
    },
    async moveHeadToEnd() {
      await redis.write('moveHeadToEnd');
    },
  };
}

function fieldsOf({ atMs, event, outcome, userId, sessionId, ip, requestId }: AuditEntry): (string | number)[] {
  return [atMs, event, outcome, userId ?? '', sessionId ?? '', ip, requestId];
}

function upkeep(redis: RedisConnection): Pick<Store, 'purgeExpired' | 'ping' | 'close'> {
  return {
    // Redis removes expired keys itself: each key gets its expiry when it is written.
    purgeExpired: async () => ({ tokens: 0, sessions: 0, attempts: 0 }),
    // A write, because a full Redis or a replica still answers PING.
    ping: () => redis.change((client) => client.set(`${redis.prefix}ready`, '1', 'PX', READY_KEY_MS)),
    close: () => redis.close(),
  };
}
