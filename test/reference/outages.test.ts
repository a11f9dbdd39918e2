import { appendFileSync, copyFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { verifyChain } from '../../src/reference/store/chain.ts';
import { openStore } from '../../src/reference/store/open.ts';
import { startRedis, type OwnedRedis } from '../serve/redis.ts';
import { testWith } from '../serve/require.ts';
import type { Pair } from './client.ts';
import { clientOf, pairIn, type Client, type Reply } from './pool.ts';
import { scene, startServer } from './server-process.ts';

const unavailable = (code: string): object => ({
  status: 503,
  retryAfter: '2',
  body: {
    type: 'about:blank',
    title: 'Service Unavailable',
    status: 503,
    code,
    detail: expect.any(String),
    error: 'temporarily_unavailable',
    error_description: expect.any(String),
  },
});

/** All requests that write, sent concurrently. */
function writes(client: Client, { refresh }: Pair): Promise<Reply[]> {
  return Promise.all([
    client.login(),
    client.refresh(refresh),
    client.logout(refresh),
    client.login({ password: 'wrong' }),
  ]);
}

testWith(['namespaces'])('a full disk: 503 with Retry-After, no partial writes, and recovery when there is space', () =>
  scene(async ({ folder, later }) => {
    const small = join(folder, 'small');
    await mkdir(small);
    // A file system of four megabytes that only this server sees, so the disk is really full.
    const mount = 'mount -t tmpfs -o size=4m tmpfs "$0" && exec "$@"';
    const file = join(small, 'reference.db');
    const server = await startServer({
      within: ['unshare', '-rm', 'sh', '-c', mount, small],
      args: ['--store', `sqlite:${file}`, '--patients', '1'],
      logPath: join(folder, 'log'),
    });
    later(server.stop);
    const inside = `/proc/${server.pid}/root${small}`;
    const client = clientOf(server.url, 8);
    later(client.close);

    let pair = pairIn(await client.login());
    let answered = 1;
    fill(join(inside, 'filler'));
    const refused = await (async (): Promise<Reply> => {
      for (let tries = 0; tries < 5000; tries += 1) {
        const reply = await client.refresh(pair.refresh);
        if (reply.status !== 200) return reply;
        answered += 1;
        pair = pairIn(reply);
      }
      throw new Error('the disk did not fill up');
    })();
    expect(refused).toEqual(unavailable('store_unavailable'));
    expect(await writes(client, pair)).toEqual(Array.from({ length: 4 }, () => unavailable('store_unavailable')));
    expect((await client.me(pair.access)).status).toBe(200);

    rmSync(join(inside, 'filler'));
    expect((await client.refresh(pair.refresh)).status).toBe(200);
    // Reported once, not for each request.
    expect((await server.printed()).match(/the store is full .*; requests that need it get status 503/g)).toHaveLength(
      1,
    );
    // Copies, because SQLite follows links to the other file system. No process writes during the copy.
    const copy = join(folder, 'copy.db');
    for (const end of ['', '-wal']) copyFileSync(join(inside, `reference.db${end}`), copy + end);
    const store = await openStore({ kind: 'sqlite', file: copy });
    expect(await store.logs[0].head()).toMatchObject({ number: answered + 1 });
    expect(await verifyChain(store)).toMatchObject({ state: 'intact' });
    await store.close();
  }),
);

/** Fills the disk to the last page. */
function fill(path: string): void {
  for (const size of [65_536, 4096, 512]) {
    try {
      for (;;) appendFileSync(path, Buffer.alloc(size));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  }
}

test('a database that another program locks: 503 after a wait, no partial writes, and recovery', () =>
  scene(async ({ folder, later }) => {
    const file = join(folder, 'reference.db');
    const server = await startServer({ args: ['--store', `sqlite:${file}`], logPath: join(folder, 'log') });
    later(server.stop);
    const client = clientOf(server.url, 8);
    later(client.close);
    const pair = pairIn(await client.login());

    const other = new Libsql(file);
    later(() => void other.close());
    other.exec('BEGIN EXCLUSIVE');
    const waiting = writes(client, pair);
    expect((await client.me(pair.access)).status).toBe(200);
    expect(await waiting).toEqual(Array.from({ length: 4 }, () => unavailable('store_unavailable')));
    const patient = client.refresh(pair.refresh);
    await delay(200);
    other.exec('ROLLBACK');
    // This request arrived during the lock and succeeded after it.
    expect((await patient).status).toBe(200);
    const store = await openStore({ kind: 'sqlite', file });
    expect(await store.logs[0].head()).toMatchObject({ number: 2 });
    await store.close();
  }));

interface RedisOutage {
  readonly what: string;
  readonly begin: (redis: OwnedRedis) => Promise<unknown> | void;
  readonly end: (redis: OwnedRedis) => Promise<unknown> | void;
  /** Whether the first responses are certain that nothing was changed. */
  readonly code: 'store_unavailable' | 'store_unanswered';
  readonly readsWork: boolean;
}

const config = (redis: OwnedRedis, name: string, value: string): Promise<unknown> =>
  redis.command('config', 'set', name, value);

const OUTAGES: readonly RedisOutage[] = [
  {
    what: 'is suspended and resumed',
    begin: (redis) => redis.signal('SIGSTOP'),
    end: (redis) => redis.signal('SIGCONT'),
    code: 'store_unanswered',
    readsWork: false,
  },
  {
    what: 'is killed and restarted',
    begin: (redis) => redis.crash(),
    end: (redis) => redis.restart(),
    code: 'store_unavailable',
    readsWork: false,
  },
  {
    what: 'has no free memory for a while',
    begin: (redis) => config(redis, 'maxmemory', '1'),
    end: (redis) => config(redis, 'maxmemory', '0'),
    code: 'store_unavailable',
    readsWork: true,
  },
  {
    what: 'becomes a replica and a primary again',
    begin: (redis) => redis.command('replicaof', '127.0.0.1', '1'),
    end: (redis) => redis.command('replicaof', 'no', 'one'),
    code: 'store_unavailable',
    readsWork: true,
  },
];

testWith(['redis']).each(OUTAGES)(
  'a Redis that $what: 503 with Retry-After, no partial writes, and recovery',
  (outage) =>
    scene(async ({ folder, later }) => {
      const redis = await startRedis('durable');
      later(redis.stop);
      const server = await startServer({ args: ['--store', redis.url], logPath: join(folder, 'log') });
      later(server.stop);
      const client = clientOf(server.url, 8);
      later(client.close);
      const pair = pairIn(await client.login());

      await outage.begin(redis);
      // A closed connection is detected after a moment.
      await delay(100);
      const replies = await writes(client, pair);
      expect(replies).toEqual(Array.from({ length: 4 }, () => unavailable(outage.code)));
      expect((await client.me(pair.access)).status).toBe(outage.readsWork ? 200 : 503);
      await outage.end(redis);

      await untilBack(client, pair);
      // No request with 503 took effect, not even later: the token is still unused.
      await delay(100);
      expect((await client.refresh(pair.refresh)).status).toBe(200);
      const store = await openStore({ kind: 'redis', url: redis.url });
      expect((await store.logs[0].page(0, 100)).map(({ event, outcome }) => `${event} ${outcome}`)).toEqual([
        'login ok',
        'refresh ok',
      ]);
      expect(await verifyChain(store)).toMatchObject({ state: 'intact' });
      await store.close();
    }),
);

async function untilBack(client: Client, { access }: Pair): Promise<void> {
  for (let waitedMs = 0; (await client.me(access)).status !== 200; waitedMs += 50) {
    if (waitedMs > 10_000) throw new Error('it did not come back');
    await delay(50);
  }
}
