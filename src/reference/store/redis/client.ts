import { Cluster, Redis } from 'ioredis';
import { ToolError } from '../../../model/error.ts';
import { placeOf, type RedisServers } from './addresses.ts';
import { leaveReplicas, primaryAmong } from './primary.ts';

/** A script takes a tenth of a millisecond. After this timeout the client gets status 503. */
const COMMAND_TIMEOUT_MS = 2000;

const LONGEST_RECONNECT_PAUSE_MS = 1000;

const pauseMs = (attempt: number): number => Math.min(attempt * 50, LONGEST_RECONNECT_PAUSE_MS);

/**
 * A rotation with a lost response may have taken effect, and a repetition would count as token reuse. So no command is
 * sent twice, and none is queued while the connection is down; the client gets status 503 at once.
 */
const NO_REPETITION = {
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
} as const;

export type RedisClient = Redis | Cluster;

/** @throws ToolError if Redis does not answer */
export function connected({ kind, urls }: RedisServers): Promise<RedisClient> {
  return kind === 'cluster' ? connectedCluster(urls) : connectedSingle(urls);
}

/** The servers that accept writes. */
export const primariesOf = (client: RedisClient): readonly Redis[] =>
  client instanceof Cluster ? client.nodes('master') : [client];

async function connectedSingle(urls: readonly string[]): Promise<Redis> {
  const first = await primaryAmong(urls);
  let at = urls.indexOf(first);
  const redis = new Redis(first, {
    ...NO_REPETITION,
    lazyConnect: true,
    enableAutoPipelining: true,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (attempt) => {
      at = (at + 1) % urls.length;
      Object.assign(redis.options, placeOf(urls[at] ?? first));
      return pauseMs(attempt);
    },
  });
  await begun(redis);
  if (urls.length > 1) leaveReplicas(redis);
  return redis;
}

async function connectedCluster(urls: readonly string[]): Promise<Cluster> {
  const [first = ''] = urls;
  const { username, password, protocol } = new URL(first);
  const cluster = new Cluster(urls.map(placeOf), {
    lazyConnect: true,
    enableOfflineQueue: false,
    // These would send a command again whose connection was lost. A command that a server refers to another was not run.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    clusterRetryStrategy: pauseMs,
    redisOptions: {
      ...NO_REPETITION,
      commandTimeout: COMMAND_TIMEOUT_MS,
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
  });
  return begun(cluster);
}

async function begun<T extends RedisClient>(client: T): Promise<T> {
  // Each command reports the error. Without a listener, ioredis would also print it.
  client.on('error', () => {});
  await client.connect().catch((error: unknown) => {
    client.disconnect();
    // Without the URL, which may contain a password.
    const because = error instanceof Error ? error.message : String(error);
    throw new ToolError('store-unreachable', `Redis does not answer (${because}). Start it, or name another store.`);
  });
  return client;
}
