import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { verifyChain } from '../../src/reference/store/chain.ts';
import { openStore } from '../../src/reference/store/open.ts';
import type { StorePlace } from '../../src/reference/options.ts';
import { startRedis } from '../serve/redis.ts';
import { testWith } from '../serve/require.ts';
import { startLedger, type Ledger } from './ledger.ts';
import { clientOf, type Client } from './pool.ts';
import { scene, startServer, type Scene } from './server-process.ts';

/** `npm run bench:crashes` asks for fifty, and for the counts. */
const WANTED = process.env['CRASHES'];
const CRASHES = Number(WANTED ?? 5);

const TIMEOUT_MS = 60_000 + CRASHES * 6000;

/** So much has been answered when the crash comes, at any moment of a commit; counted, because machines are slow at times. */
const FEWEST_ANSWERS = 40;
const SPREAD_ANSWERS = 300;

const total = { refreshes: 0, logins: 0, unanswered: 0, 'unanswered and done': 0, checked: 0 };
type Place = Exclude<StorePlace, { readonly kind: 'temporary' }>;

test(
  `killed ${CRASHES} times under load on SQLite: what was answered holds, what was rotated is dead, and all is in the log`,
  () =>
    scene(async (stage) => {
      const file = join(stage.folder, 'reference.db');
      for (let round = 1; round <= CRASHES; round += 1) {
        const ledger = await crash(stage, file);
        const server = await startServer({ args: ['--store', `sqlite:${file}`], logPath: join(stage.folder, 'log') });
        const client = clientOf(server.url, 8);
        await audit(client, ledger, { kind: 'sqlite', file }, round);
        await client.close();
        await server.stop();
      }
      tell('SQLite');
    }),
  TIMEOUT_MS,
);

async function crash({ folder }: Scene, file: string): Promise<Ledger> {
  const server = await startServer({ args: ['--store', `sqlite:${file}`], logPath: join(folder, 'log') });
  const ledger = startLedger(server.url);
  await underLoad(ledger);
  await server.crash();
  await ledger.ended();
  return ledger;
}

async function underLoad({ answered }: Ledger): Promise<void> {
  const enough = FEWEST_ANSWERS + Math.random() * SPREAD_ANSWERS;
  while (answered.length < enough) await delay(1);
}

testWith(['redis'])(
  `the same where a Redis with appendfsync always is killed ${CRASHES} times, and the server lives on`,
  () =>
    scene(async (stage) => {
      const redis = await startRedis('durable');
      stage.later(redis.stop);
      const args = ['--store', redis.url, '--workers', '2'];
      const server = await startServer({ args, logPath: join(stage.folder, 'log') });
      stage.later(server.stop);
      for (let round = 1; round <= CRASHES; round += 1) {
        const ledger = startLedger(server.url);
        await underLoad(ledger);
        await redis.crash();
        await ledger.ended();
        await redis.restart();
        const client = clientOf(server.url, 8);
        await untilReady(client);
        await audit(client, ledger, { kind: 'redis', url: redis.url }, round);
        await client.close();
      }
      tell('Redis');
    }),
  TIMEOUT_MS,
);

/** Each worker finds its way back by itself; ten good logins in a row were served by both. */
async function untilReady(client: Client): Promise<void> {
  for (let inRow = 0; inRow < 10;) {
    const { status } = await client.login();
    inRow = status === 200 ? inRow + 1 : 0;
    if (inRow === 0) await delay(50);
  }
}

/** Asks the survivor about everything that the ledger knows. */
async function audit(client: Client, ledger: Ledger, place: Place, round: number): Promise<void> {
  const store = await openStore(place);
  const outcomes = new Map<string, string>();
  for (let last = 0; ;) {
    const page = await store.auditPage(last, 1000);
    for (const { requestId, event, outcome } of page) outcomes.set(requestId, `${event} ${outcome}`);
    last = page.at(-1)?.number ?? last;
    if (page.length < 1000) break;
  }
  expect(await verifyChain(store)).toMatchObject({ state: 'intact' });
  await store.close();

  const missing = ledger.answered.filter(({ requestId, event }) => outcomes.get(requestId) !== `${event} ok`);
  expect({ round, missing }).toEqual({ round, missing: [] });

  for (const { held, pendingId } of ledger.families) {
    const wasDone = pendingId !== null && outcomes.has(pendingId);
    total.unanswered += pendingId === null ? 0 : 1;
    total['unanswered and done'] += wasDone ? 1 : 0;
    // What was never answered happened with its audit entry or not at all.
    const { status } = await client.refresh(held.refresh);
    expect({ round, pendingId, wasDone, works: status === 200 }).toEqual({
      round,
      pendingId,
      wasDone,
      works: !wasDone,
    });
    if (pendingId === null) expect((await client.me(held.access)).status).toBe(200);
  }
  for (const { spent } of ledger.families) {
    for (const token of spent.slice(-5)) expect((await client.refresh(token)).status).not.toBe(200);
  }
  total.refreshes += ledger.answered.filter(({ event }) => event === 'refresh').length;
  total.logins += ledger.answered.filter(({ event }) => event === 'login').length;
  total.checked += ledger.families.length;
}

function tell(name: string): void {
  if (WANTED !== undefined) process.stdout.write(`${name}: ${CRASHES} crashes, ${JSON.stringify(total)}\n`);
  for (const key of Object.keys(total)) Object.assign(total, { [key]: 0 });
}
