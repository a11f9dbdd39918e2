import type { RotationOutcome, Store } from '../store.ts';
import { rotationOutcomes } from '../store.ts';
import { accountsIn, type Shards } from './accounts.ts';
import { serversIn } from './addresses.ts';
import { connectToRedis, type RedisConnection, type RedisPlace } from './connection.ts';
import { openShard, wordsOf, type OpenShard } from './shard.ts';
import { clusterShards, onlyShard, shardOfName, shardOfUser } from './shards.ts';

/** The lifetime of the key that a readiness check writes. */
const READY_KEY_MS = 1000;

/** A store for several processes and machines. Its durability depends on the appendfsync setting of Redis. */
export async function openRedisStore(place: RedisPlace): Promise<Store> {
  const redis = await connectToRedis(place);
  try {
    const plan = serversIn(place.url).kind === 'cluster' ? clusterShards() : [onlyShard];
    const shards = shardsOf(await Promise.all(plan.map((shard) => openShard(redis, shard))));
    return {
      ...accountsIn(redis, shards),
      ...sessionsIn(redis, shards),
      ...auditIn(shards),
      ...upkeepOf(redis, shards),
    };
  } catch (error) {
    await redis.close();
    throw error;
  }
}

function shardsOf(all: readonly OpenShard[]): Shards {
  const at = (index: number): OpenShard => {
    const shard = all[index];
    if (shard === undefined) throw new RangeError(`the store has no shard ${index}`);
    return shard;
  };
  return {
    all,
    ofName: (name) => at(shardOfName(name, all.length)),
    ofUser: (userId) => at(shardOfUser(userId, all.length)),
  };
}

type SessionMethods = Pick<Store, 'openSession' | 'rotate' | 'liveSession' | 'isUnused' | 'revokeSession'>;

function sessionsIn(redis: RedisConnection, shards: Shards): SessionMethods {
  return {
    async openSession({ id, userId, tokenHash, expiresAtMs, attempt }, { atMs, ip, requestId }) {
      const { keys, note } = shards.ofUser(userId);
      const its = [keys.session(id), keys.token(tokenHash), keys.failures(attempt)];
      await note('openSession', its, [id, userId, expiresAtMs, atMs, ip, requestId]);
    },
    async rotate({ session: { id, userId }, presentedHash, successorHash, lockMs }, { atMs, ip, requestId }) {
      const { keys, note } = shards.ofUser(userId);
      const its = [keys.token(presentedHash), keys.token(successorHash), keys.session(id), keys.user(userId)];
      return outcomeOf(await note('rotate', its, [id, userId, lockMs, atMs, ip, requestId]));
    },
    async liveSession({ id, userId }, nowMs) {
      const { keys, read } = shards.ofUser(userId);
      const username = await read('liveSession', [keys.session(id), keys.user(userId)], [userId, nowMs]);
      return typeof username === 'string' ? { userId, username } : null;
    },
    async isUnused(tokenHash, userId) {
      const key = shards.ofUser(userId).keys.token(tokenHash);
      const [session, usedAt] = await redis.ask((client) => client.hmget(key, 'session', 'used_at'));
      return typeof session === 'string' && typeof usedAt !== 'string';
    },
    async revokeSession({ id, userId }, reason, { atMs, ip, requestId }) {
      const { keys, note } = shards.ofUser(userId);
      await note('revokeSession', [keys.session(id)], [id, userId, reason, atMs, ip, requestId]);
    },
  };
}

function outcomeOf(answer: unknown): RotationOutcome {
  const outcome = rotationOutcomes.find((known) => known === answer);
  if (outcome === undefined) throw new Error(`the rotation script returned ${String(answer)}`);
  return outcome;
}

function auditIn(shards: Shards): Pick<Store, 'record' | 'recordFailedLogin' | 'auditSince' | 'logs'> {
  const [first, ...others] = shards.all.map(({ log }) => log);
  if (first === undefined) throw new RangeError('a store has at least one shard');
  return {
    logs: [first, ...others],
    async record(entry) {
      // An entry without a user belongs to no shard. Its request spreads such entries.
      const { userId, requestId } = entry;
      const shard = userId === null ? shards.ofName(requestId) : shards.ofUser(userId);
      await shard.note('record', [], wordsOf(entry));
    },
    async recordFailedLogin(entry, { attempt, windowMs, username }) {
      const { keys, note } = shards.ofName(username);
      await note('recordFailedLogin', [keys.failures(attempt)], [windowMs, ...wordsOf(entry)]);
    },
    async auditSince(sinceMs, limit) {
      const found = await Promise.all(shards.all.map((shard) => shard.since(sinceMs, limit)));
      const [own = [], ...more] = found;
      return more.length === 0
        ? own
        : found
            .flat()
            .toSorted((a, b) => a.atMs - b.atMs)
            .slice(-limit);
    },
  };
}

function upkeepOf(redis: RedisConnection, shards: Shards): Pick<Store, 'purgeExpired' | 'ping' | 'close'> {
  return {
    // Redis removes expired keys itself: each key gets its expiry when it is written.
    purgeExpired: async () => ({ tokens: 0, sessions: 0, attempts: 0 }),
    // A write, because a full Redis or a replica still answers PING.
    async ping() {
      await Promise.all(
        shards.all.map(({ keys }) => redis.change((client) => client.set(keys.ready, '1', 'PX', READY_KEY_MS))),
      );
    },
    close: () => redis.close(),
  };
}
