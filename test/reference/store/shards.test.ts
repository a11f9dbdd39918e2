import { expect, test } from 'vitest';
import { scriptNames, scriptOf } from '../../../src/reference/store/redis/scripts.ts';
import {
  clusterShards,
  onlyShard,
  shardOfName,
  shardOfUser,
  slotOf,
  userIdOf,
} from '../../../src/reference/store/redis/shards.ts';

/** The examples of the specification of Redis Cluster, and `redis-cli cluster keyslot`. */
test.each([
  ['123456789', 0x31c3],
  ['foo', 12_182],
  ['bar', 5061],
  ['', 0],
])('the slot of %j is that of Redis', (tag, slot) => expect(slotOf(tag)).toBe(slot % 16_384));

const shards = clusterShards();

test('the shards lie at equal distances, so that the primaries of a cluster get nearly equal shares', () => {
  const slots = shards.map(({ prefix }) => slotOf(/^\{(.*)\}:$/.exec(prefix)?.[1] ?? ''));
  expect(slots.map((slot) => Math.floor(slot / (16_384 / shards.length)))).toEqual(shards.map(({ index }) => index));
  expect(new Set(shards.map(({ prefix }) => prefix)).size).toBe(shards.length);
});

test('the id of a user tells the shard of its name, and no two users have one id', () => {
  const ids = shards.flatMap((shard) => [1, 2, 3].map((nth) => userIdOf(nth, shard)));
  expect(ids.map((id) => shardOfUser(id, shards.length))).toEqual(shards.flatMap(({ index }) => [index, index, index]));
  expect(new Set(ids).size).toBe(ids.length);
});

test('names that differ in the case of ASCII letters have one shard', () => {
  expect(shardOfName('USER1', shards.length)).toBe(shardOfName('user1', shards.length));
});

test('a Redis without a cluster has one shard, with the keys and ids of earlier versions', () => {
  expect([userIdOf(7, onlyShard), shardOfName('user1', 1), shardOfUser(7, 1), onlyShard.prefix]).toEqual([
    7,
    0,
    0,
    '{whyslow}:',
  ]);
});

/** Redis Cluster moves a slot key by key, and tells only the keys in KEYS from those that it has moved. */
test.each(scriptNames)('the script %s touches no key but those in KEYS', (name) => {
  const text = scriptOf(name).replace('local name, user = KEYS[i], KEYS[i + 1]', '');
  const keys = [...text.matchAll(/redis\.call\('(\w+)'(?:, ([^,)]+))?/g)]
    .filter(([, command]) => command !== 'TIME')
    .map(([, , key = '']) => key);
  const aliases = text === scriptOf(name) ? [] : ['name', 'user'];
  expect(keys.filter((key) => !/^KEYS\[\d\]$/.test(key) && !aliases.includes(key))).toEqual([]);
});
