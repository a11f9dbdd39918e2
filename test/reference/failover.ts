import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lagging, type Lagging } from '../serve/lagging.ts';
import { startRedis, type OwnedRedis } from '../serve/redis.ts';
import { startClients, type ClientRecords } from './client-records.ts';
import { checkAfterCrash, type CrashCheck } from './crash-check.ts';
import { clientOf, type Client } from './pool.ts';
import { startServer, type Scene } from './server-process.ts';

export interface Failover extends CrashCheck {
  /** From the oldest answer that the promoted replica lacks to the end of the primary. Null if it lacks none. */
  readonly windowMs: number | null;
}

export interface Pair {
  readonly url: string;
  /** Runs the work while the replica takes no write. */
  withoutReplica<T>(work: () => Promise<T>): Promise<T>;
  /** Kills the primary under load, promotes the replica, and compares the answers with its state. */
  failOver(): Promise<Failover>;
}

export interface PairPlan {
  /** How long the bytes of the primary travel to the replica. */
  readonly lagMs: number;
  readonly serverArgs: readonly string[];
}

/** The number of answers before the kill, so that it hits any moment of a write. */
const MIN_ANSWERS = 60;
const ANSWER_SPREAD = 200;

/** A replica lacks the last refreshes of a session: at one in 5 ms, four of the last 20 ms. */
const USED_CHECKED = 6;

/** The replica lags by a known time, and the server gets the addresses of both. */
export async function startPair({ folder, later }: Scene, { lagMs, serverArgs }: PairPlan): Promise<Pair> {
  let [primary, replica] = await Promise.all([node(lagMs, later), node(lagMs, later)]);
  await follow(replica, primary);
  const url = `redis://127.0.0.1:${portOf(primary.redis)},127.0.0.1:${portOf(replica.redis)}/0`;
  const args = ['--store', url, '--hash', 'pbkdf2:1', ...serverArgs];
  const server = await startServer({ args, logPath: join(folder, 'server.log') });
  later(server.stop);
  return {
    url: server.url,
    async withoutReplica(work) {
      replica.redis.signal('SIGSTOP');
      return work().finally(() => replica.redis.signal('SIGCONT'));
    },
    async failOver() {
      const records = startClients(server.url);
      const enough = MIN_ANSWERS + Math.random() * ANSWER_SPREAD;
      while (records.answered.length < enough) await delay(1);
      const killedMs = performance.now();
      // The network of the primary ends with it, so the replica does not get what was on its way.
      primary.proxy.cut();
      await primary.redis.crash();
      await records.ended();

      await replica.redis.command('replicaof', 'no', 'one');
      [primary, replica] = [replica, primary];
      await replica.redis.restart('--replicaof', '127.0.0.1', String(primary.proxy.port));
      await untilFollowing(replica.redis);
      const client = clientOf(server.url, 8);
      await untilWritable(client);
      const check = await checkAfterCrash(client, records, { kind: 'redis', url: primary.redis.url }, USED_CHECKED);
      await client.close();
      return { ...check, windowMs: windowOf(records, check.missing, killedMs) };
    },
  };
}

interface Node {
  readonly redis: OwnedRedis;
  /** A replica follows this server through it. */
  readonly proxy: Lagging;
}

async function node(lagMs: number, later: Scene['later']): Promise<Node> {
  const redis = await startRedis('durable');
  later(redis.stop);
  const proxy = await lagging(portOf(redis), lagMs);
  later(proxy.close);
  return { redis, proxy };
}

async function follow(replica: Node, primary: Node): Promise<void> {
  await replica.redis.command('replicaof', '127.0.0.1', String(primary.proxy.port));
  await untilFollowing(replica.redis);
}

async function untilFollowing(redis: OwnedRedis): Promise<void> {
  while (!String(await redis.command('info', 'replication')).includes('master_link_status:up')) await delay(10);
}

/** Ten writes in a row are answered. */
async function untilWritable(client: Client): Promise<void> {
  for (let inRow = 0; inRow < 10;) {
    const { status } = await client.ready();
    inRow = status === 200 ? inRow + 1 : 0;
    if (inRow === 0) await delay(20);
  }
}

function windowOf({ answered }: ClientRecords, missing: readonly string[], killedMs: number): number | null {
  const times = answered.filter(({ requestId }) => missing.includes(requestId)).map(({ atMs }) => atMs);
  return times.length === 0 ? null : killedMs - Math.min(killedMs, ...times);
}

const portOf = ({ url }: OwnedRedis): number => Number(new URL(url).port);
