import type { Store } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import type { OpenShard } from './shard.ts';
import { lowerCase, userIdOf } from './shards.ts';

/** A command with this many names blocks Redis for about a millisecond. */
const USERS_AT_ONCE = 500;

export interface Accounts extends Pick<Store, 'addUsers' | 'findUser' | 'userById' | 'failedLogins'> {}

/** The shards of a name and of a user are the same one. */
export interface Shards {
  readonly all: readonly OpenShard[];
  ofName(name: string): OpenShard;
  ofUser(userId: number): OpenShard;
}

export function accountsIn(redis: RedisConnection, shards: Shards): Accounts {
  return {
    async addUsers(names, passwordHash) {
      for (const shard of shards.all) {
        const own = names.filter((name) => shards.ofName(name) === shard);
        for (let from = 0; from < own.length; from += USERS_AT_ONCE) {
          await addTo(redis, shard, own.slice(from, from + USERS_AT_ONCE), passwordHash);
        }
      }
    },
    async findUser(username) {
      const { keys } = shards.ofName(username);
      const [id, passwordHash] = await redis.ask((client) => client.hmget(keys.name(lowerCase(username)), 'id', 'pw'));
      if (typeof id !== 'string') return null;
      const [name, active] = await redis.ask((client) => client.hmget(keys.user(id), 'username', 'active'));
      return { id: Number(id), username: name ?? '', passwordHash: passwordHash ?? '', active: active === '1' };
    },
    async userById(userId) {
      const { keys } = shards.ofUser(userId);
      const [username, active] = await redis.ask((client) => client.hmget(keys.user(userId), 'username', 'active'));
      return typeof username === 'string' && active === '1' ? { userId, username } : null;
    },
    async failedLogins({ attempt, username }, nowMs) {
      const key = shards.ofName(username).keys.failures(attempt);
      const [count, endsAtMs] = await redis.ask((client) => client.hmget(key, 'count', 'ends_at'));
      if (Number(endsAtMs ?? 0) <= nowMs) return { count: 0, endsAtMs: nowMs };
      return { count: Number(count), endsAtMs: Number(endsAtMs) };
    },
  };
}

/**
 * The ids are taken before the script, which gets every key by name. Two servers that add a name at the same moment take
 * an id each, and one of the ids stays without a user.
 */
async function addTo(
  redis: RedisConnection,
  shard: OpenShard,
  names: readonly string[],
  passwordHash: string,
): Promise<void> {
  const { keys } = shard;
  const known = await Promise.all(
    names.map((name) => redis.ask((client) => client.hget(keys.name(lowerCase(name)), 'id'))),
  );
  const missing = known.filter((id) => id === null).length;
  let last = missing === 0 ? 0 : (await redis.change((client) => client.incrby(keys.users, missing))) - missing;
  const users = names.map((name, index) => {
    const id = known[index] ?? userIdOf((last += 1), shard);
    return { name, id, keys: [keys.name(lowerCase(name)), keys.user(id)] };
  });
  const words = users.flatMap(({ name, id }) => [name, id]);
  await shard.write(
    'addUsers',
    users.flatMap(({ keys: own }) => own),
    [passwordHash, ...words],
  );
}
