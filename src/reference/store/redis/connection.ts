import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { ToolError } from '../../../model/error.ts';
import { StoreUnavailable } from '../unavailable.ts';
import { serversIn } from './addresses.ts';
import { connected, primariesOf, type RedisClient } from './client.ts';
import { clockBy, type RedisClock } from './clock.ts';
import { confirmBy, REPLICA_TIMEOUT_MS, type Confirm } from './replicas.ts';
import { isReply, mapped } from './reply-error.ts';
import { scriptNames, scriptOf, type ScriptName } from './scripts.ts';

/** Redis rejects a script later than this. So a timed-out script took effect only if its response was lost. */
const BEGIN_WITHIN_MS = 1500;

type Words = readonly (string | number)[];

export interface RedisConnection {
  /** The clock of the server that has this key. */
  clockOf(key: string): Promise<RedisClock>;
  /** Runs a script that only reads. All keys are in one slot. */
  read(clock: RedisClock, script: ScriptName, keys: readonly string[], words: Words): Promise<unknown>;
  /** Runs a script that writes. Settles when the wanted number of replicas have the write. */
  write(clock: RedisClock, script: ScriptName, keys: readonly string[], words: Words): Promise<unknown>;
  /** Runs one command. Its errors become StoreUnavailable where possible. */
  ask<T>(command: (redis: RedisClient) => Promise<T>): Promise<T>;
  /** Runs one command that writes. */
  change<T>(command: (redis: RedisClient) => Promise<T>): Promise<T>;
  primaries(): readonly Redis[];
  close(): Promise<void>;
}

export interface RedisPlace {
  /** May name several servers: see addresses.ts. */
  readonly url: string;
  /** The number of replicas that must have a write before its answer. */
  readonly replicas?: number | undefined;
}

export async function connectToRedis({ url, replicas = 0 }: RedisPlace): Promise<RedisConnection> {
  const servers = serversIn(url);
  const client = await connected(servers);
  const isAmongOthers = servers.kind === 'single' && servers.urls.length > 1;
  const ask: RedisConnection['ask'] = async (command) => {
    if (client.status !== 'ready') throw new StoreUnavailable('unreachable', 'no connection to Redis');
    return command(client).catch((error: unknown) => {
      // The primary was demoted, so another of the servers is primary.
      if (isReply(error, 'READONLY') && isAmongOthers) client.disconnect(true);
      throw mapped(error);
    });
  };
  const confirmed = confirming(client, replicas);
  const { run, clockOf } = scriptRunner(client, ask);
  return {
    clockOf,
    read: run,
    write: (...command) => confirmed(() => run(...command)),
    ask,
    change: (command) => confirmed(() => ask(command)),
    primaries: () => primariesOf(client),
    async close() {
      await client.quit().catch(() => client.disconnect());
    },
  };
}

/** Runs commands that write, and waits for the replicas. */
function confirming(client: RedisClient, replicas: number): <T>(command: () => Promise<T>) => Promise<T> {
  let connections = 0;
  client.on('connect', () => (connections += 1));
  const confirm: Confirm = confirmBy(replicas, {
    connection: () => connections,
    wait: () => waitOn(client, replicas),
  });
  return async (command) => {
    const sentOn = connections;
    const answer = await command();
    await confirm(sentOn);
    return answer;
  };
}

/** WAIT counts the writes of its own connection, and a cluster has one for each node. */
async function waitOn(client: RedisClient, replicas: number): Promise<number> {
  if (client instanceof Redis) return client.wait(replicas, REPLICA_TIMEOUT_MS);
  throw new ToolError('no-replicas', 'A cluster cannot wait for its replicas.');
}

function scriptRunner(
  client: RedisClient,
  ask: RedisConnection['ask'],
): { readonly run: RedisConnection['read']; readonly clockOf: RedisConnection['clockOf'] } {
  const prepared = new Map(scriptNames.map((name) => [name, prepare(scriptOf(name))]));
  const send = (name: ScriptName, keys: readonly string[], words: readonly string[]): Promise<unknown> => {
    const { lua, digest } = prepared.get(name) ?? prepare(scriptOf(name));
    return ask((redis) =>
      redis.evalsha(digest, keys.length, ...keys, ...words).catch((error: unknown) => {
        // Redis loses its script cache when it restarts.
        if (isReply(error, 'NOSCRIPT')) return redis.eval(lua, keys.length, ...keys, ...words);
        throw error;
      }),
    );
  };
  const clocks: RedisClock[] = [];
  // After a reconnect, Redis may run on another machine.
  client.on(client instanceof Redis ? 'ready' : '+node', () => clocks.forEach((clock) => void clock.sync()));
  return {
    async clockOf(key) {
      const clock = clockBy(() => send('time', [key], []));
      await clock.sync();
      clocks.push(clock);
      return clock;
    },
    run: (clock, name, keys, words) =>
      send(name, keys, [...words.map(String), String(clock.nowMs() + BEGIN_WITHIN_MS)]).catch((error: unknown) => {
        // The call has not timed out here, so one of the two clocks was changed.
        if (error instanceof StoreUnavailable && isReply(error.cause, 'LATE')) void clock.sync();
        throw error;
      }),
  };
}

function prepare(lua: string): { readonly lua: string; readonly digest: string } {
  return { lua, digest: createHash('sha1').update(lua).digest('hex') };
}
