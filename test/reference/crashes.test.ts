import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startRedis } from '../serve/redis.ts';
import { testWith } from '../serve/require.ts';
import { openCrashLog, type CrashLog, type SurvivedCrash } from './crash-log.ts';
import { examine, type Examined } from './examine.ts';
import { startLedger, type Ledger } from './ledger.ts';
import { clientOf, type Client } from './pool.ts';
import { scene, startServer, type Scene } from './server-process.ts';

/** `npm run bench:crashes` asks for a thousand, for the counts, and for a file that a later call goes on from. */
const WANTED = process.env['CRASHES'];
const CRASHES = Number(WANTED ?? 5);
const KEPT_IN = process.env['CRASHES_FILE'];

const TIMEOUT_MS = 60_000 + CRASHES * 6000;

/** So much has been answered when the crash comes, at any moment of a commit; counted, because machines are slow at times. */
const FEWEST_ANSWERS = 40;
const SPREAD_ANSWERS = 300;

/** Each examination reads the whole log, so its length is bounded. Then a new store begins. */
const CRASHES_OF_A_STORE = 50;

const KEPT = { chain: 'intact', missing: [], lost: [], halfDone: [], undead: [] };

/** A password hash that costs nothing: the stores are examined here, and a third of the time went into logins. */
const CHEAP_LOGINS = ['--hash', 'pbkdf2:1'];

/** A store with a server, in a folder of its own. */
interface Ground {
  /** Crashes it under load, and compares what clients were told with what they find. */
  crash(): Promise<SurvivedCrash>;
}

test(
  `killed ${CRASHES} times under load on SQLite: what was answered holds, what was traded is dead, all is in the log`,
  async () => {
    expect(await crashOften('SQLite', sqlite)).toBeGreaterThanOrEqual(CRASHES);
  },
  TIMEOUT_MS,
);

testWith(['redis'])(
  `a Redis with appendfsync always killed ${CRASHES} times under load: the same, and the servers live on`,
  async () => {
    expect(await crashOften('Redis', redis)).toBeGreaterThanOrEqual(CRASHES);
  },
  TIMEOUT_MS,
);

async function sqlite({ folder, later }: Scene): Promise<Ground> {
  const file = join(folder, 'reference.db');
  const plan = { args: ['--store', `sqlite:${file}`, ...CHEAP_LOGINS], logPath: join(folder, 'log') };
  let server = await startServer(plan);
  later(() => server.stop());
  return {
    async crash() {
      const ledger = startLedger(server.url);
      await underLoad(ledger);
      await server.crash();
      await ledger.ended();

      // The one that finds what is left is the next to be killed.
      server = await startServer(plan);
      const client = clientOf(server.url, 8);
      const examined = await examine(client, ledger, { kind: 'sqlite', file });
      await client.close();
      return { ...examined, isRepaired: false };
    },
  };
}

async function redis({ folder, later }: Scene): Promise<Ground> {
  const victim = await startRedis('durable');
  later(victim.stop);
  const args = ['--store', victim.url, '--workers', '2', ...CHEAP_LOGINS];
  const server = await startServer({ args, logPath: join(folder, 'log') });
  later(server.stop);
  return {
    async crash() {
      const repairs = victim.repairs();
      const ledger = startLedger(server.url);
      await underLoad(ledger);
      await victim.crash();
      await ledger.ended();

      await victim.restart();
      const client = clientOf(server.url, 8);
      await untilBack(client);
      const examined = await examine(client, ledger, { kind: 'redis', url: victim.url });
      await client.close();
      return { ...examined, isRepaired: victim.repairs() > repairs };
    },
  };
}

/** Answers how many crashes were survived. */
async function crashOften(name: string, prepare: (scene: Scene) => Promise<Ground>): Promise<number> {
  const log = openCrashLog(name, KEPT_IN);
  const startedMs = performance.now();
  const before = log.survived.length;
  while (log.survived.length < CRASHES) {
    await scene(async (stage) => {
      const ground = await prepare(stage);
      const last = Math.min(log.survived.length + CRASHES_OF_A_STORE, CRASHES);
      while (log.survived.length < last) {
        const { counts, isRepaired, ...word } = await ground.crash();
        expect({ round: log.survived.length + 1, ...word }).toEqual({ round: log.survived.length + 1, ...KEPT });
        log.add({ counts, isRepaired, ...word });
      }
    });
    const eachMs = (performance.now() - startedMs) / (log.survived.length - before);
    if (WANTED !== undefined) process.stdout.write(`${wordsFor(name, log)}, ${(eachMs / 1000).toFixed(1)} s each\n`);
  }
  return log.survived.length;
}

function wordsFor(name: string, { survived, repaired }: CrashLog): string {
  const sum = (key: keyof Examined['counts']): number => survived.reduce((total, counts) => total + counts[key], 0);
  return (
    `${name}: ${survived.length} of ${CRASHES} crashes, ${repaired()} torn files repaired, ${sum('answered')} answers all ` +
    `in the log, ${sum('families')} sessions as their clients knew them, ${sum('unanswered')} refreshes unanswered ` +
    `(${sum('unansweredButDone')} of them done)`
  );
}

async function underLoad({ answered }: Ledger): Promise<void> {
  const enough = FEWEST_ANSWERS + Math.random() * SPREAD_ANSWERS;
  while (answered.length < enough) await delay(1);
}

/** Each worker finds its way back by itself; ten writes in a row were done by both. */
async function untilBack(client: Client): Promise<void> {
  for (let inRow = 0; inRow < 10;) {
    const { status } = await client.ready();
    inRow = status === 200 ? inRow + 1 : 0;
    if (inRow === 0) await delay(20);
  }
}
