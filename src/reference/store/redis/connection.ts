import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { ToolError } from '../../../model/error.ts';
import { StoreUnavailable } from '../unavailable.ts';
import { clockOf } from './clock.ts';
import { scriptNames, scriptOf, type ScriptName } from './scripts.ts';

/** A script takes a tenth of a millisecond; whoever has not heard of it after this long should not keep a client waiting. */
const COMMAND_TIMEOUT_MS = 2000;

/** Redis does not begin what it gets to later than this: so what timed out was done only if the answer got lost. */
const BEGIN_WITHIN_MS = 1500;

const LONGEST_RECONNECT_PAUSE_MS = 1000;

export interface RedisConnection {
  readonly prefix: string;
  run(script: ScriptName, ...args: readonly (string | number)[]): Promise<unknown>;
  /** One command, with its obstacles named. */
  ask<T>(command: (redis: Redis) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function connectToRedis(url: string, prefix: string): Promise<RedisConnection> {
  const redis = new Redis(url, {
    lazyConnect: true,
    // A rotation whose answer was lost may have happened: to run it again would take the winner for a thief. So nothing
    // is sent twice, and nothing is collected while the connection is down; the client hears 503 at once.
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    enableAutoPipelining: true,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(attempt * 50, LONGEST_RECONNECT_PAUSE_MS),
  });
  // Every command tells of it; without a listener it would be printed as well.
  redis.on('error', () => {});
  await redis.connect().catch((error: unknown) => {
    redis.disconnect();
    // Without the address: it may hold a password.
    const because = error instanceof Error ? error.message : String(error);
    throw new ToolError('store-unreachable', `Redis does not answer (${because}). Start it, or name another store.`);
  });

  const ask = async <T>(command: (redis: Redis) => Promise<T>): Promise<T> => {
    if (redis.status !== 'ready') throw new StoreUnavailable('unreachable', 'no connection to Redis');
    return command(redis).catch((error: unknown) => {
      throw named(error);
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
          // Redis forgets scripts when it restarts.
          if (isReply(error, 'NOSCRIPT')) return client.eval(lua, 1, prefix, ...texts);
          // We still wait for it, so it is not late: one of the two clocks was set.
          if (isReply(error, 'LATE')) void clock.set();
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

/** Replies that mean "not now"; any other reply is a mistake in a script. */
const OBSTACLES = ['LATE', 'OOM', 'MISCONF', 'READONLY', 'LOADING', 'BUSY', 'MASTERDOWN', 'NOREPLICAS'];

function named(error: unknown): unknown {
  if (!isReplyError(error)) return new StoreUnavailable('unanswered', error);
  if (isReply(error, 'OOM') || isReply(error, 'MISCONF')) return new StoreUnavailable('full', error);
  return OBSTACLES.some((word) => isReply(error, word)) ? new StoreUnavailable('unreachable', error) : error;
}

function isReplyError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

// A script that hits an obstacle inside reports it behind its own words, as "… MISCONF Redis is configured …".
function isReply(error: unknown, word: string): boolean {
  return isReplyError(error) && new RegExp(String.raw`(^|\s|-)${word}\b`).test(error.message);
}
