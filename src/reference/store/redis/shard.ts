import type { AuditEntry, AuditLog, ChainedEntry } from '../store.ts';
import { auditEntryOf } from './audit-entry.ts';
import type { RedisConnection } from './connection.ts';
import { keysOf, type Keys } from './keys.ts';
import type { ScriptName } from './scripts.ts';
import type { Shard } from './shards.ts';

const AUDIT_PAGE = 500;

type Words = readonly (string | number)[];

/** A shard with its keys, its clock and its audit log. */
export interface OpenShard extends Shard {
  readonly keys: Keys;
  readonly log: AuditLog;
  since(sinceMs: number, limit: number): Promise<ChainedEntry[]>;
  read(script: ScriptName, keys: readonly string[], words: Words): Promise<unknown>;
  write(script: ScriptName, keys: readonly string[], words: Words): Promise<unknown>;
  /** Runs a script that writes an audit entry first. Its keys follow those of the log. */
  note(script: ScriptName, keys: readonly string[], words: Words): Promise<unknown>;
}

export async function openShard(redis: RedisConnection, shard: Shard): Promise<OpenShard> {
  const keys = keysOf(shard.prefix);
  const clock = await redis.clockOf(keys.head);
  const write: OpenShard['write'] = (script, its, words) => redis.write(clock, script, its, words);
  const note: OpenShard['note'] = (script, its, words) => write(script, [keys.log, keys.head, ...its], words);
  return {
    ...shard,
    keys,
    log: logOf(redis, shard.name, keys, note),
    since: (sinceMs, limit) => newestSince(redis, shard.name, keys, sinceMs, limit),
    read: (script, its, words) => redis.read(clock, script, its, words),
    write,
    note,
  };
}

function logOf(redis: RedisConnection, name: string, keys: Keys, note: OpenShard['note']): AuditLog {
  return {
    name,
    // The only digest inside Redis scripts. If it is too weak, use the SQLite store.
    chainDigest: 'sha1',
    async page(afterNumber, limit) {
      const rows = await redis.ask((client) => client.xrange(keys.log, `(${afterNumber}-0`, '+', 'COUNT', limit));
      return rows.map((row) => auditEntryOf(name, row));
    },
    async head() {
      const [number, hash] = await redis.ask((client) => client.hmget(keys.head, 'number', 'hash'));
      return { number: Number(number ?? 0), hash: hash ?? '' };
    },
    async last() {
      const [row] = await redis.ask((client) => client.xrevrange(keys.log, '+', '-', 'COUNT', 1));
      return row === undefined ? null : auditEntryOf(name, row);
    },
    async moveHeadToEnd() {
      await note('moveHeadToEnd', [], []);
    },
  };
}

async function newestSince(
  redis: RedisConnection,
  name: string,
  keys: Keys,
  sinceMs: number,
  limit: number,
): Promise<ChainedEntry[]> {
  const newestFirst: ChainedEntry[] = [];
  for (let end = '+'; newestFirst.length < limit;) {
    const rows = await redis.ask((client) => client.xrevrange(keys.log, end, '-', 'COUNT', AUDIT_PAGE));
    const page = rows.map((row) => auditEntryOf(name, row));
    newestFirst.push(...page.filter(({ atMs }) => atMs >= sinceMs));
    const oldest = page.at(-1);
    if (page.length < AUDIT_PAGE || oldest === undefined || oldest.atMs < sinceMs) break;
    end = `(${oldest.number}-0`;
  }
  return newestFirst.slice(0, limit).toReversed();
}

/** The words of an entry, in the order of `note` in scripts.ts. */
export function wordsOf({ atMs, event, outcome, userId, sessionId, ip, requestId }: AuditEntry): Words {
  return [atMs, event, outcome, userId ?? '', sessionId ?? '', ip, requestId];
}
