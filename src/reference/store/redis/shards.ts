/**
 * Redis Cluster has 16,384 slots, and a script reaches the keys of one slot only. So the state is split into shards, each in
 * one slot: all keys of a user, of the name of the user, and the audit log of the shard. A shard is chosen by the name, and
 * the id of a user tells the shard again.
 */

const SLOTS = 16_384;

/**
 * Far more than the primaries of a cluster that this server needs, so that each gets nearly the same share; and few
 * enough to check the end of each audit log at the start.
 */
const CLUSTER_SHARDS = 32;

export interface Shard {
  /** Its audit log has this name. Empty where there is one. */
  readonly name: string;
  readonly index: number;
  readonly count: number;
  /** All keys begin with it. Its braces keep them in one slot. */
  readonly prefix: string;
}

export const onlyShard: Shard = { name: '', index: 0, count: 1, prefix: '{whyslow}:' };

/** The slots of the shards are at equal distances, so that primaries with equal ranges of slots get equal shares. */
export function clusterShards(): readonly Shard[] {
  return Array.from({ length: CLUSTER_SHARDS }, (_, index) => ({
    name: String(index),
    index,
    count: CLUSTER_SHARDS,
    prefix: `{${tagIn((index * SLOTS) / CLUSTER_SHARDS, ((index + 1) * SLOTS) / CLUSTER_SHARDS)}}:`,
  }));
}

/** The first tag whose slot lies in this range. */
function tagIn(from: number, to: number): string {
  for (let number = 0; ; number += 1) {
    const tag = `whyslow-${number}`;
    const slot = slotOf(tag);
    if (slot >= from && slot < to) return tag;
  }
}

/** By the range of slots that the slot of the name lies in. */
export const shardOfName = (name: string, count: number): number =>
  Math.floor((slotOf(lowerCase(name)) * count) / SLOTS);

export const shardOfUser = (userId: number, count: number): number => userId % count;

/** The nth user of a shard. */
export const userIdOf = (nth: number, { index, count }: Shard): number => nth * count + index;

/** ASCII letters only, like NOCASE of SQLite. */
export const lowerCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const POLYNOMIAL = 0x1021;

/** The slot of a hash tag: CRC16 (XMODEM) modulo the slots, https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/. */
export function slotOf(tag: string): number {
  let crc = 0;
  for (const byte of new TextEncoder().encode(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ POLYNOMIAL : crc << 1) & 0xffff;
  }
  return crc % SLOTS;
}
