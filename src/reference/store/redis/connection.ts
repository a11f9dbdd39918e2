import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { ToolError } from '../../../model/error.ts';
import { StoreUnavailable } from '../unavailable.ts';
import { clockOf } from './clock.ts';
import { scriptNames, scriptOf, type ScriptName } from './scripts.ts';

/** A script takes a tenth of a millisecond. After this timeout the client gets status 503. */
const COMMAND_TIMEOUT_MS = 2000;

/** Redis rejects a script later than this. So a timed-out script took effect only if its response was lost. */
const BEGIN_WITHIN_MS = 1500;

const LONGEST_RECONNECT_PAUSE_MS = 1000;

export interface RedisConnection {
  readonly prefix: string;
  run(script: ScriptName, ...args: readonly (string | number)[]): Promise<unknown>;
  /** Runs one command. Its errors become StoreUnavailable where possible. */
  ask<T>(command: (redis: Redis) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function connectToRedis(url: string, prefix: string): Promise<RedisConnection> {
  const redis = new Redis(url, {
    lazyConnect: true,
    // A rotation with a lost response may have taken effect, and a repetition would count as token reuse. So no command
    // is sent twice, and none is queued while the connection is down; the client gets status 503 at once.
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    enableAutoPipelining: true,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(attempt * 50, LONGEST_RECONNECT_PAUSE_MS),
  });
  // Each command reports the error. Without a listener, ioredis would also print it.
  redis.on('error', () => {});
  await redis.connect().catch((error: unknown) => {
    redis.disconnect();
    // Without the URL, which may contain a password.
    const because = error instanceof Error ? error.message : String(error);
    throw new ToolError('store-unreachable', `Redis does not answer (${because}). Start it, or name another store.`);
  });

  const ask = async <T>(command: (redis: Redis) => Promise<T>): Promise<T> => {
    if (redis.status !== 'ready') throw new StoreUnavailable('unreachable', 'no connection to Redis');
    return command(redis).catch((error: unknown) => {
      throw mapped(error);
    });
  };
  const clock = await clockOf(redis);
  const prepared = new Map(scriptNames.map((name) => [name, prepare(scriptOf(name))]));

  return {
    prefix,
    run(name, ...args) {
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
    },
    ask,
    async close() {
      await redis.quit().catch(() => redis.disconnect());
    },
  };
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
