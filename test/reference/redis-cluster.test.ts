import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { StorePlace } from '../../src/reference/options.ts';
import { redisCaveats } from '../../src/reference/store/redis/caveats.ts';
import { verifyChain } from '../../src/reference/store/chain.ts';
import { openStore } from '../../src/reference/store/open.ts';
import { clusterShards, shardOfName, slotOf } from '../../src/reference/store/redis/shards.ts';
import type { Store } from '../../src/reference/store/store.ts';
import { makeKey } from '../../src/reference/tokens/keys.ts';
import { startRedisCluster, type OwnedCluster } from '../serve/redis-cluster.ts';
import { startRedis, type OwnedRedis } from '../serve/redis.ts';
import { partIsHere, testWith } from '../serve/require.ts';
import { getMe, PASSWORD, pairOf, post, refresh, serve, signIn, type Served } from './client.ts';

const USERS = 40;
const GRACE_MS = 1000;

const it = testWith(['redis']);

describe.runIf(partIsHere('redis').here)('on a Redis Cluster of three nodes', () => {
  let cluster: OwnedCluster;
  let place: Extract<StorePlace, { kind: 'redis' }>;
  let [one, other]: Served[] = [];
  const servers = (): readonly [Served, Served] => {
    if (one === undefined || other === undefined) throw new Error('the servers run only during the tests');
    return [one, other];
  };
  beforeAll(async () => {
    cluster = await startRedisCluster();
    place = { kind: 'redis', url: cluster.url };
    const keys = [await makeKey('HS256', 0)];
    one = await serve({ store: place, users: USERS, keys });
    other = await serve({ store: place, users: USERS, keys });
  });
  afterAll(async () => {
    await one?.close();
    await other?.close();
    await cluster?.stop();
  });

  const withStore = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore(place);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };

  it('each user signs in on one server, refreshes on the other, and all keys of a user are on one node', async () => {
    const [first, second] = servers();
    for (let user = 1; user <= USERS; user += 1) {
      const pair = await signIn(first.url, { username: `user${user}`, password: PASSWORD });
      const next = pairOf(await refresh(second.url, pair.refresh));
      const me = await getMe(first.url, next.access);
      expect([me.status, me.body['username']]).toEqual([200, `user${user}`]);
    }
    const keys = await Promise.all(
      cluster.nodes.map(async (node) => Object(await node.command('keys', '*')) as string[]),
    );
    const users = keys.map((own) => own.filter((key) => key.includes(':user:')).length);
    expect(users.reduce((sum, count) => sum + count, 0)).toBe(USERS);
    // A third each, within what forty names and 32 shards leave to chance.
    expect(Math.min(...users)).toBeGreaterThan(USERS / 6);
    const tags = keys.map((own) => new Set(own.map((key) => /^\{[^}]+\}/.exec(key)?.[0])));
    expect(tags.flatMap((set) => [...set]).length).toBe(new Set(tags.flatMap((set) => [...set])).size);
  });

  it('of concurrent refreshes of one token over both servers exactly one succeeds, for users on each node', async () => {
    for (let user = 1; user <= 9; user += 1) {
      const { refresh: token } = await signIn(servers()[0].url, { username: `user${user}`, password: PASSWORD });
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, at) => refresh(servers()[at % 2 ? 1 : 0].url, token)),
      );
      const statuses = replies.map(({ status }) => status).toSorted((a, b) => a - b);
      expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 429)]);
    }
  });

  it('reuse and logout end the session on both servers, and failed logins are counted by both', async () => {
    const [first, second] = servers();
    const used = await signIn(first.url);
    const current = pairOf(await refresh(second.url, used.refresh));
    for (const { clock } of servers()) clock.nowMs += GRACE_MS;
    expect((await refresh(first.url, used.refresh)).body['code']).toBe('token_reused');
    expect((await getMe(second.url, current.access)).status).toBe(401);

    const ended = await signIn(second.url);
    expect((await post(first.url, '/api/token/blacklist/', { refresh: ended.refresh })).status).toBe(200);
    expect((await refresh(second.url, ended.refresh)).body['code']).toBe('token_revoked');

    const guess = { username: 'user7', password: 'wrong' };
    for (let guesses = 0; guesses < 10; guesses += 1)
      await post(servers()[guesses % 2 ? 1 : 0].url, '/api/token/', guess);
    const late = await post(second.url, '/api/token/', { ...guess, password: PASSWORD });
    expect(late.body['code']).toBe('too_many_failures');
  });

  it('the audit log is one chain for each shard: all are intact, and the break of one is found and named', async () => {
    await withStore(async (store) => {
      const report = await verifyChain(store);
      const entries = await store.auditSince(0, 10_000);
      expect(report).toMatchObject({ state: 'intact', entries: entries.length });
      expect(entries.map(({ atMs }) => atMs)).toEqual(entries.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
      const [last] = entries.filter(({ userId }) => userId !== null).slice(-1);
      const log = store.logs.find(({ name }) => name === last?.log);
      const number = ((await log?.head())?.number ?? 0) + 1;

      // On the node that has it, the head of this log is set back.
      const isHead = (key: string): boolean => key.endsWith('audit:head');
      const tampered = await headOf(cluster, last?.log ?? '');
      expect(isHead(tampered.key)).toBe(true);
      await tampered.set(String(number - 2));
      expect(await verifyChain(store)).toMatchObject({ state: 'broken', log: last?.log, atNumber: number });
      await expect(serve({ store: place })).rejects.toThrow(`--accept-audit-break ${last?.log}:${number}.`);
      const accepting = await serve({ store: place, acceptAuditBreak: { log: last?.log ?? '', number } });
      expect((await post(accepting.url, '/api/token/', { username: 'user1', password: PASSWORD })).status).toBe(200);
      await accepting.close();
    });
  });

  it('its caveats are those of its nodes, and a node alone is refused with the right address', async () => {
    expect(await redisCaveats(cluster.url)).toEqual([expect.stringMatching(/appendonly no/)]);
    const [node] = cluster.nodes;
    await expect(serve({ store: { kind: 'redis', url: node?.url ?? '' } })).rejects.toThrow(
      'redis-cluster://HOST:PORT',
    );
    const plain = await startRedis();
    const url = plain.url.replace('redis://', 'redis-cluster://');
    await expect(serve({ store: { kind: 'redis', url } })).rejects.toThrow('Redis does not answer');
    await plain.stop();
  });

  it('while the slot of a shard moves to another node key by key, no refresh is lost or done twice', async () => {
    const [first, second] = servers();
    let pair = await signIn(first.url);
    const statuses: number[] = [];
    const refreshing = async (isOver: () => boolean): Promise<void> => {
      while (!isOver()) {
        const reply = await refresh(statuses.length % 2 ? first.url : second.url, pair.refresh);
        statuses.push(reply.status);
        if (reply.status === 200) pair = pairOf(reply);
      }
    };
    let isMoved = false;
    const moved = moveSlot(cluster, shardOfName('user1', clusterShards().length)).finally(() => (isMoved = true));
    await Promise.all([moved, refreshing(() => isMoved)]);
    expect(await moved).toBeGreaterThan(10);
    let isAfter = false;
    await Promise.all([delay(100).finally(() => (isAfter = true)), refreshing(() => isAfter)]);
    // A 503 of a half moved slot says that nothing was changed, so its token works later.
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses.at(-1)).toBe(200);
  });

  it('without one of its nodes every answer is right or 503', async () => {
    const [first] = servers();
    const pairs = await Promise.all(
      Array.from({ length: 15 }, (_, user) => signIn(first.url, { username: `user${user + 10}`, password: PASSWORD })),
    );
    await cluster.nodes[2]?.crash();
    const statuses = (await Promise.all(pairs.map(({ refresh: token }) => refresh(first.url, token)))).map(
      ({ status }) => status,
    );
    expect(statuses).toContain(503);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  });
});

interface Head {
  readonly key: string;
  set(number: string): Promise<unknown>;
}

/** The head of a log, on the node that has it. */
async function headOf({ nodes }: OwnedCluster, name: string): Promise<Head> {
  const key = `${clusterShards()[Number(name)]?.prefix}audit:head`;
  for (const node of nodes) {
    const found = await node.command('exists', key).catch(() => 0);
    if (found === 1) return { key, set: (number) => node.command('hset', key, 'number', number) };
  }
  throw new Error(`no node has ${key}`);
}

/** Moves a shard to the next node, one key after the other, as redis-cli does. @returns the number of keys. */
async function moveSlot({ nodes }: OwnedCluster, index: number): Promise<number> {
  const prefix = clusterShards()[index]?.prefix ?? '';
  const slot = String(slotOf(prefix.slice(1, -2)));
  const [from, to] = await endsOf(nodes, slot);
  const ids = await Promise.all([from, to].map(async (node) => String(await node.command('cluster', 'myid'))));
  await to.command('cluster', 'setslot', slot, 'importing', ids[0] ?? '');
  await from.command('cluster', 'setslot', slot, 'migrating', ids[1] ?? '');
  const port = new URL(to.url).port;
  let count = 0;
  for (;;) {
    const [key] = Object(await from.command('cluster', 'getkeysinslot', slot, '1')) as string[];
    if (key === undefined) break;
    await from.command('migrate', '127.0.0.1', port, key, '0', '1000');
    count += 1;
  }
  for (const node of [to, from]) await node.command('cluster', 'setslot', slot, 'node', ids[1] ?? '');
  return count;
}

async function endsOf(nodes: readonly OwnedRedis[], slot: string): Promise<readonly [OwnedRedis, OwnedRedis]> {
  const counts = await Promise.all(nodes.map((node) => node.command('cluster', 'countkeysinslot', slot)));
  const at = counts.findIndex((count) => Number(count) > 0);
  const [from, to] = [nodes[at], nodes[(at + 1) % nodes.length]];
  if (from === undefined || to === undefined) throw new Error(`no node has keys in slot ${slot}`);
  return [from, to];
}
