import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startRedis } from '../serve/redis.ts';
import { testWith } from '../serve/require.ts';
import { examine, type Examined } from './examine.ts';
import { startLedger, type Ledger } from './ledger.ts';
import { clientOf, type Client } from './pool.ts';
import { scene, startServer } from './server-process.ts';

/** `npm run bench:crashes` asks for fifty, and for the counts. */
const WANTED = process.env['CRASHES'];
const CRASHES = Number(WANTED ?? 5);

const TIMEOUT_MS = 60_000 + CRASHES * 6000;

/** So much has been answered when the crash comes, at any moment of a commit; counted, because machines are slow at times. */
const FEWEST_ANSWERS = 40;
const SPREAD_ANSWERS = 300;

const KEPT = { chain: 'intact', missing: [], lost: [], halfDone: [], undead: [] };

test(
  `killed ${CRASHES} times under load on SQLite: what was answered holds, what was traded is dead, all is in the log`,
  () =>
    scene(async ({ folder }) => {
      const file = join(folder, 'reference.db');
      const plan = { args: ['--store', `sqlite:${file}`], logPath: join(folder, 'log') };
      await crashOften('SQLite', async () => {
        const victim = await startServer(plan);
        const ledger = startLedger(victim.url);
        await underLoad(ledger);
        await victim.crash();
        await ledger.ended();

        const survivor = await startServer(plan);
        const client = clientOf(survivor.url, 8);
        const examined = await examine(client, ledger, { kind: 'sqlite', file });
        await client.close();
        await survivor.stop();
        return examined;
      });
      expect.hasAssertions();
    }),
  TIMEOUT_MS,
);

testWith(['redis'])(
  `a Redis with appendfsync always killed ${CRASHES} times under load: the same, and the servers live on`,
  () =>
    scene(async ({ folder, later }) => {
      const redis = await startRedis('durable');
      later(redis.stop);
      const args = ['--store', redis.url, '--workers', '2'];
      const server = await startServer({ args, logPath: join(folder, 'log') });
      later(server.stop);
      await crashOften('Redis', async () => {
        const ledger = startLedger(server.url);
        await underLoad(ledger);
        await redis.crash();
        await ledger.ended();

        await redis.restart();
        const client = clientOf(server.url, 8);
        await untilBack(client);
        const examined = await examine(client, ledger, { kind: 'redis', url: redis.url });
        await client.close();
        return examined;
      });
      expect.hasAssertions();
    }),
  TIMEOUT_MS,
);

async function crashOften(name: string, crash: () => Promise<Examined>): Promise<void> {
  const all: Examined['counts'][] = [];
  for (let round = 1; round <= CRASHES; round += 1) {
    const { counts, ...word } = await crash();
    expect({ round, ...word }).toEqual({ round, ...KEPT });
    all.push(counts);
  }
  const sum = (key: keyof Examined['counts']): number => all.reduce((total, counts) => total + counts[key], 0);
  const told =
    `${name}: ${CRASHES} crashes, ${sum('answered')} answers all in the log, ${sum('families')} sessions as their clients ` +
    `knew them, ${sum('unanswered')} refreshes unanswered (${sum('unansweredButDone')} of them done)\n`;
  if (WANTED !== undefined) process.stdout.write(told);
}

async function underLoad({ answered }: Ledger): Promise<void> {
  const enough = FEWEST_ANSWERS + Math.random() * SPREAD_ANSWERS;
  while (answered.length < enough) await delay(1);
}

/** Each worker finds its way back by itself; ten good logins in a row were served by both. */
async function untilBack(client: Client): Promise<void> {
  for (let inRow = 0; inRow < 10;) {
    const { status } = await client.login();
    inRow = status === 200 ? inRow + 1 : 0;
    if (inRow === 0) await delay(50);
  }
}
