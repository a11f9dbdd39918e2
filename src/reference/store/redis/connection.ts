import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { ToolError } from '../../../model/error.ts';
import { StoreUnavailable } from '../unavailable.ts';
import { clockOf } from './clock.ts';
import { placeOf, serversIn } from './addresses.ts';
import { leaveReplicas, primaryAmong } from './primary.ts';
import { confirmBy, REPLICA_TIMEOUT_MS } from './replicas.ts';
import { scriptNames, scriptOf, type ScriptName } from './scripts.ts';

/** A script takes a tenth of a millisecond. After this timeout the client gets status 503. */
const COMMAND_TIMEOUT_MS = 2000;

/** Redis rejects a script later than this. So a timed-out script took effect only if its response was lost. */
const BEGIN_WITHIN_MS = 1500;

const LONGEST_RECONNECT_PAUSE_MS = 1000;

export interface RedisConnection {
  readonly prefix: string;
  /** Runs a script that only reads. */
  read(script: ScriptName, ...args: readonly (string | number)[]): Promise<unknown>;
  /** Runs a script that writes. Settles when the wanted number of replicas have the write. */
  write(script: ScriptName, ...args: readonly (string | number)[]): Promise<unknown>;
  /** Runs one command. Its errors become StoreUnavailable where possible. */
  ask<T>(command: (redis: Redis) => Promise<T>): Promise<T>;
  /** Runs one command that writes. */
  change(command: (redis: Redis) => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

export interface RedisPlace {
  /** May name several servers: see addresses.ts. */
  readonly url: string;
  /** The number of replicas that must have a write before its answer. */
  readonly replicas?: number | undefined;
}

export async function connectToRedis({ url, replicas = 0 }: RedisPlace, prefix: string): Promise<RedisConnection> {
  const servers = serversIn(url);
  const redis = await connected(servers);
  let connections = 0;
  redis.on('connect', () => (connections += 1));
  const ask = async <T>(command: (redis: Redis) => Promise<T>): Promise<T> => {
    if (redis.status !== 'ready') throw new StoreUnavailable('unreachable', 'no connection to Redis');
    return command(redis).catch((error: unknown) => {
      // The primary was demoted, so another of the servers is primary.
      if (isReply(error, 'READONLY') && servers.length > 1) redis.disconnect(true);
      throw mapped(error);
    });
  };
  const confirm = confirmBy(replicas, {
    connection: () => connections,
    wait: () => redis.wait(replicas, REPLICA_TIMEOUT_MS),
  });
  const confirmed = async <T>(command: () => Promise<T>): Promise<T> => {
    const sentOn = connections;
    const answer = await command();
    await confirm(sentOn);
    return answer;
  };
  const run = await scriptRunner(redis, prefix, ask);
  return {
    prefix,
    read: run,
    write: (name, ...args) => confirmed(() => run(name, ...args)),
    ask,
    change: async (command) => void (await confirmed(() => ask(command))),
    async close() {
      await redis.quit().catch(() => redis.disconnect());
    },
  };
}

async function scriptRunner(
  redis: Redis,
  prefix: string,
  ask: RedisConnection['ask'],
): Promise<RedisConnection['read']> {
  const clock = await clockOf(redis);
  const prepared = new Map(scriptNames.map((name) => [name, prepare(scriptOf(name))]));
  return (name, ...args) => {
    const { lua, digest } = prepared.get(name) ?? prepare(scriptOf(name));
    const texts = [...args.map(String), String(clock.nowMs() + BEGIN_WITHIN_MS)];
    return ask((client) =>
      client.evalsha(digest, 1, prefix, ...texts).catch((error: unknown) => {
        // Redis loses its script cache when it restarts.
        if (isReply(error, 'NOSCRIPT')) return client.eval(lua, 1, prefix, ...texts);
        // The call has not timed out here, so one of the two clocks was changed.
        if (isReply(error, 'LATE')) void clock.sync();
        throw error;
      }),
    );
  };
}

async function connected(servers: readonly string[]): Promise<Redis> {
  const first = await primaryAmong(servers);
  let at = servers.indexOf(first);
  const redis = new Redis(first, {
    lazyConnect: true,
    // A rotation with a lost response may have taken effect, and a repetition would count as token reuse. So no command
    // is sent twice, and none is queued while the connection is down; the client gets status 503 at once.
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    enableAutoPipelining: true,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (attempt) => {
      at = (at + 1) % servers.length;
      Object.assign(redis.options, placeOf(servers[at] ?? first));
      return Math.min(attempt * 50, LONGEST_RECONNECT_PAUSE_MS);
    },
  });
  // Each command reports the error. Without a listener, ioredis would also print it.
  redis.on('error', () => {});
  await redis.connect().catch((error: unknown) => {
    redis.disconnect();
    throw unreachable(error);
  });
  if (servers.length > 1) leaveReplicas(redis);
  return redis;
}

/** The error text is without the URL, which may contain a password. */
function unreachable(error: unknown): ToolError {
  const because = error instanceof Error ? error.message : String(error);
  return new ToolError('store-unreachable', `Redis does not answer (${because}). Start it, or name another store.`);
}

function prepare(lua: string): { readonly lua: string; readonly digest: string } {
  return { lua, digest: createHash('sha1').update(lua).digest('hex') };
}

/** Replies for a temporary problem. Any other error reply is a bug in a script. */
const OBSTACLES = ['LATE', 'OOM', 'MISCONF', 'READONLY', 'LOADING', 'BUSY', 'MASTERDOWN', 'NOREPLICAS'];

function mapped(error: unknown): unknown {
  if (!isReplyError(error)) return new StoreUnavailable('unanswered', error);
  if (isReply(error, 'OOM') || isReply(error, 'MISCONF')) return new StoreUnavailable('full', error);
  return OBSTACLES.some((word) => isReply(error, word)) ? new StoreUnavailable('unreachable', error) : error;
}

function isReplyError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

// Inside a script the code follows other text, as in "… MISCONF Redis is configured …".
function isReply(error: unknown, word: string): boolean {
  return isReplyError(error) && new RegExp(String.raw`(^|\s|-)${word}\b`).test(error.message);
}
