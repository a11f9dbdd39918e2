import { join } from 'node:path';
import { Redis } from 'ioredis';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { startRedis } from '../serve/redis.ts';
import { testWith, type PartTest } from '../serve/require.ts';
import { clientOf, pairIn, type Client } from './pool.ts';
import { scene, startServer, type Scene } from './server-process.ts';

/** `npm run bench:storms` sets a thousand storms and prints the counts. */
const WANTED = process.env['STORMS'];
const STORMS = Number(WANTED ?? 8);
const AT_ONCE = 100;

/** A storm takes a twentieth of a second on two cores; a busy machine may need ten times that. */
const TIMEOUT_MS = 60_000 + STORMS * 500;

interface StormStore {
  readonly store: string;
  liveTokens(): Promise<number>;
}

const arms: readonly [name: string, it: PartTest, workers: number, setup: (scene: Scene) => Promise<StormStore>][] = [
  ['SQLite and 1 worker', test, 1, sqlite],
  ['SQLite and 4 workers', test, 4, sqlite],
  ['Redis and 1 worker', testWith(['redis']), 1, redis],
  ['Redis and 4 workers', testWith(['redis']), 4, redis],
];

for (const [name, it, workers, openStormStore] of arms) {
  it(
    `of ${AT_ONCE} concurrent refreshes of one token exactly one gets 200, ${STORMS} times: ${name}`,
    () =>
      scene(async (stage) => {
        const setup = await openStormStore(stage);
        const server = await startServer({
          args: ['--store', setup.store, '--workers', String(workers)],
          logPath: join(stage.folder, 'server.log'),
        });
        stage.later(server.stop);
        const client = clientOf(server.url, AT_ONCE);
        stage.later(client.close);

        // Connects and warms up the code before the first storm.
        await Promise.all(Array.from({ length: AT_ONCE }, () => client.ready()));
        const { counts, last, ended } = await storm(client);
        if (WANTED !== undefined) process.stdout.write(`${name}: ${STORMS} storms, ${JSON.stringify(counts)}\n`);
        // The successor in a revoked family stays unused.
        expect(await setup.liveTokens()).toBe(1 + ended);
        expect((await client.refresh(last)).status).toBe(200);
      }),
    TIMEOUT_MS,
  );
}

/** Within this time after a rotation, its token is refused with 429. Later it is reuse, which ends the family. */
const GRACE_MS = 1000;

/** Each storm uses the token from the previous winner, which proves that each winner's token is valid. */
async function storm(client: Client): Promise<{ counts: Record<number, number>; last: string; ended: number }> {
  let ended = 0;
  const counts: Record<number, number> = {};
  let token = pairIn(await client.login()).refresh;
  for (let round = 1; round <= STORMS; round += 1) {
    const startedMs = performance.now();
    const replies = await Promise.all(Array.from({ length: AT_ONCE }, () => client.refresh(token)));
    for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
    const winners = replies.filter(({ status }) => status === 200);
    expect({ round, winners: winners.length }).toEqual({ round, winners: 1 });
    const losers = replies.filter(({ status }) => status !== 200);
    // A loser gets Retry-After, or the code for a used token.
    expect(
      losers.filter(({ status, retryAfter }) => status !== 401 && !(status === 429 && retryAfter === '1')),
    ).toEqual([]);
    token = winners.map((reply) => pairIn(reply).refresh)[0] ?? '';
    // On a busy machine the last requests of a storm may arrive after the grace time.
    const familyEnded = losers.some(({ status }) => status === 401);
    expect(familyEnded && performance.now() - startedMs <= GRACE_MS).toBe(false);
    if (familyEnded) {
      ended += 1;
      token = pairIn(await client.login()).refresh;
    }
  }
  return { counts, last: token, ended };
}

async function sqlite({ folder }: Scene): Promise<StormStore> {
  const file = join(folder, 'reference.db');
  return {
    store: `sqlite:${file}`,
    async liveTokens() {
      const sql = new Libsql(file);
      const row: unknown = sql.prepare('SELECT count(*) AS n FROM refresh_tokens WHERE used_at IS NULL').all([])[0];
      sql.close();
      return Number(Object(row).n);
    },
  };
}

async function redis({ later }: Scene): Promise<StormStore> {
  const server = await startRedis();
  later(server.stop);
  return {
    store: server.url,
    async liveTokens() {
      const client = new Redis(server.url);
      const keys = await client.keys('{whyslow}:token:*');
      const used = await Promise.all(keys.map((key) => client.hexists(key, 'used_at')));
      await client.quit();
      return used.filter((isUsed) => isUsed === 0).length;
    },
  };
}
