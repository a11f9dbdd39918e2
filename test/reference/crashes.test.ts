import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startRedis } from '../serve/redis.ts';
import { testWith } from '../serve/require.ts';
import { openCrashLog, type CrashLog, type SurvivedCrash } from './crash-log.ts';
import { checkAfterCrash, type CrashCheck } from './crash-check.ts';
import { startClients, type ClientRecords } from './client-records.ts';
import { clientOf, type Client } from './pool.ts';
import { scene, startServer, type Scene } from './server-process.ts';

/** `npm run bench:crashes` sets a thousand crashes, prints counts, and uses a file to resume from. */
const WANTED = process.env['CRASHES'];
const CRASHES = Number(WANTED ?? 5);
const KEPT_IN = process.env['CRASHES_FILE'];

const TIMEOUT_MS = 60_000 + CRASHES * 6000;

/** The number of responses before the crash, so that it hits any moment of a commit on fast and slow machines. */
const MIN_RESPONSES = 40;
const RESPONSE_SPREAD = 300;

/** Each check reads the whole log, so a new store is used after this many crashes. */
const CRASHES_OF_A_STORE = 50;

const NO_VIOLATION = { chain: 'intact', missing: [], lost: [], halfDone: [], reusable: [] };

/** A cheap password hash, because this test checks stores and logins took a third of its time. */
const CHEAP_LOGINS = ['--hash', 'pbkdf2:1'];

/** A store with a server in its own folder. */
interface CrashSetup {
  /** Crashes it under load and compares the responses before the crash with the state after it. */
  crash(): Promise<SurvivedCrash>;
}

test(
  `killed ${CRASHES} times under load on SQLite: responses are durable, used tokens are refused, the log is complete`,
  async () => {
    expect(await crashOften('SQLite', sqlite)).toBeGreaterThanOrEqual(CRASHES);
  },
  TIMEOUT_MS,
);

testWith(['redis'])(
  `a Redis with appendfsync always killed ${CRASHES} times under load: the same, and the servers keep running`,
  async () => {
    expect(await crashOften('Redis', redis)).toBeGreaterThanOrEqual(CRASHES);
  },
  TIMEOUT_MS,
);

async function sqlite({ folder, later }: Scene): Promise<CrashSetup> {
  const file = join(folder, 'reference.db');
  const plan = { args: ['--store', `sqlite:${file}`, ...CHEAP_LOGINS], logPath: join(folder, 'log') };
  let server = await startServer(plan);
  later(() => server.stop());
  return {
    async crash() {
      const records = startClients(server.url);
      await underLoad(records);
      await server.crash();
      await records.ended();

      // The new server checks the state and is killed in the next round.
      server = await startServer(plan);
      const client = clientOf(server.url, 8);
      const check = await checkAfterCrash(client, records, { kind: 'sqlite', file });
      await client.close();
      return { ...check, isRepaired: false };
    },
  };
}

async function redis({ folder, later }: Scene): Promise<CrashSetup> {
  const victim = await startRedis('durable');
  later(victim.stop);
  const args = ['--store', victim.url, '--workers', '2', ...CHEAP_LOGINS];
  const server = await startServer({ args, logPath: join(folder, 'log') });
  later(server.stop);
  return {
    async crash() {
      const repairs = victim.repairs();
      const records = startClients(server.url);
      await underLoad(records);
      await victim.crash();
      await records.ended();

      await victim.restart();
      const client = clientOf(server.url, 8);
      await untilBack(client);
      const check = await checkAfterCrash(client, records, { kind: 'redis', url: victim.url });
      await client.close();
      return { ...check, isRepaired: victim.repairs() > repairs };
    },
  };
}

/** Returns the number of survived crashes. */
async function crashOften(name: string, prepare: (scene: Scene) => Promise<CrashSetup>): Promise<number> {
  const log = openCrashLog(name, KEPT_IN);
  const startedMs = performance.now();
  const before = log.survived.length;
  while (log.survived.length < CRASHES) {
    await scene(async (stage) => {
      const setup = await prepare(stage);
      const last = Math.min(log.survived.length + CRASHES_OF_A_STORE, CRASHES);
      while (log.survived.length < last) {
        const { counts, isRepaired, ...violations } = await setup.crash();
        expect({ round: log.survived.length + 1, ...violations }).toEqual({
          round: log.survived.length + 1,
          ...NO_VIOLATION,
        });
        log.add({ counts, isRepaired, ...violations });
      }
    });
    const eachMs = (performance.now() - startedMs) / (log.survived.length - before);
    if (WANTED !== undefined) process.stdout.write(`${summaryOf(name, log)}, ${(eachMs / 1000).toFixed(1)} s each\n`);
  }
  return log.survived.length;
}

function summaryOf(name: string, { survived, repaired }: CrashLog): string {
  const sum = (key: keyof CrashCheck['counts']): number => survived.reduce((total, counts) => total + counts[key], 0);
  return (
    `${name}: ${survived.length} of ${CRASHES} crashes, ${repaired()} torn files repaired, ${sum('answered')} responses all ` +
    `in the log, ${sum('families')} sessions as their clients recorded them, ${sum('unanswered')} refreshes unanswered ` +
    `(${sum('unansweredButDone')} of them done)`
  );
}

async function underLoad({ answered }: ClientRecords): Promise<void> {
  const enough = MIN_RESPONSES + Math.random() * RESPONSE_SPREAD;
  while (answered.length < enough) await delay(1);
}

/** Each worker reconnects separately. Ten successful writes in a row have used both. */
async function untilBack(client: Client): Promise<void> {
  for (let inRow = 0; inRow < 10;) {
    const { status } = await client.ready();
    inRow = status === 200 ? inRow + 1 : 0;
    if (inRow === 0) await delay(20);
  }
}
