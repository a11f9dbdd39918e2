import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { verifyChain } from '../../src/reference/store/chain.ts';
import { openStore } from '../../src/reference/store/open.ts';
import { whyslow } from '../cli/warm.ts';
import { validRun } from '../cli/valid-run.ts';
import { startRedis } from '../serve/redis.ts';
import { testWith } from '../serve/require.ts';
import { startBehindNginx } from './behind-nginx.ts';
import { PASSWORD, post, type Pair } from './client.ts';
import { clientOf, pairIn, type Client } from './pool.ts';
import { scene, type Scene } from './server-process.ts';

const GRACE_MS = 1000;
const RACES = 5;

testWith(['redis', 'nginx'])(
  'four workers on one Redis behind nginx are one server: rotation, race, reuse, logout and the checks of verify',
  () =>
    scene(async (stage) => {
      const redis = await startRedis();
      stage.later(redis.stop);
      const { nginx, workers } = await startBehindNginx(stage, redis.url);
      const clients = workers.map(({ url }) => clientOf(url, 2));
      clients.forEach((client) => stage.later(client.close));

      const { used, current } = await rotatedAndRaced(clients);
      await delay(GRACE_MS);
      await reused(clients, used, current);
      await signedOut(clients);
      const direct = await Promise.all(workers.map(({ url }) => refreshesAnsweredBy(url)));

      await verified(nginx.url, stage);
      // A client cannot choose the address that nginx writes.
      const forged = { 'X-Forwarded-For': '192.0.2.66', 'X-Request-Id': 'forged' };
      await post(nginx.url, '/api/token/', { username: 'user1', password: 'wrong' }, forged);
      const store = await openStore({ kind: 'redis', url: redis.url });
      stage.later(() => store.close());
      const entries = await store.auditSince(0, 10_000);
      expect(entries.filter(({ requestId }) => requestId === 'forged').map(({ ip }) => ip)).toEqual(['127.0.0.1']);
      expect(await verifyChain(store)).toMatchObject({ state: 'intact' });

      // nginx used each of the workers.
      const all = await Promise.all(workers.map(({ url }) => refreshesAnsweredBy(url)));
      expect(all.filter((count, worker) => count <= (direct[worker] ?? 0))).toEqual([]);
    }),
);

/** A login on the first worker, a refresh on each other one, and races of one token over all of them. */
async function rotatedAndRaced([first, ...others]: readonly Client[]): Promise<{ used: Pair; current: Pair }> {
  if (first === undefined) throw new Error('no worker was started');
  const used = pairIn(await first.login());
  let current = used;
  for (const client of others) {
    current = pairIn(await client.refresh(current.refresh));
    expect((await first.me(current.access)).status).toBe(200);
  }
  const everyTwice = [first, ...others].flatMap((client) => [client, client]);
  for (let race = 0; race < RACES; race += 1) {
    const token = current.refresh;
    const replies = await Promise.all(everyTwice.map((client) => client.refresh(token)));
    const losers = everyTwice.slice(1).map(() => 429);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...losers]);
    const [winner] = replies.filter(({ status }) => status === 200);
    if (winner !== undefined) current = pairIn(winner);
  }
  return { used, current };
}

/** A used token on one worker ends the session on all of them. */
async function reused(clients: readonly Client[], used: Pair, current: Pair): Promise<void> {
  expect((await clients[2]?.refresh(used.refresh))?.body['code']).toBe('token_reused');
  for (const client of clients) expect((await client.me(current.access)).status).toBe(401);
  expect((await clients[3]?.refresh(current.refresh))?.body['code']).toBe('token_revoked');
}

/** A logout on one worker ends the session on all of them. */
async function signedOut([first, second, ...others]: readonly Client[]): Promise<void> {
  if (first === undefined || second === undefined) throw new Error('too few workers were started');
  const pair = pairIn(await first.login());
  expect((await second.logout(pair.refresh)).status).toBe(200);
  for (const client of [first, second, ...others]) expect((await client.me(pair.access)).status).toBe(401);
}

async function verified(url: string, { folder }: Scene): Promise<void> {
  const args = ['verify', url, '--user', 'user1', '--only', 'rotation', '--json', '--out', join(folder, 'run')];
  const { checks } = validRun((await whyslow(args, { env: { WHYSLOW_PASSWORD: PASSWORD } })).stdout);
  // The tokens are in no cookie.
  const possible = checks.filter(({ id }) => id !== 'race-loser-clears-cookie');
  expect(possible.length).toBeGreaterThan(5);
  expect(possible.map(({ id, outcome }) => [id, outcome])).toEqual(possible.map(({ id }) => [id, 'pass']));
}

/** By the count of the worker itself. */
async function refreshesAnsweredBy(url: string): Promise<number> {
  const text = await (await fetch(new URL('metrics', url))).text();
  const counts = [...text.matchAll(/^whyslow_reference_answers_total\{route="\/api\/token\/refresh\/".*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
