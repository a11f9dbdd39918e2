// Does the clean-up in the background change p99? Compares a server with nothing to clean and one with more than it can
// clean in this time. The server that is not measured is stopped, so that its clean-up does not slow the other.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fill } from './filled.mjs';
import { interleave, middleOf, ratio, row } from './generate.mjs';
import { reference } from './servers.mjs';

const CONNECTIONS = 8;
const ROUNDS = 9;
const MS = 3000;
const EXPIRED = 400_000;
/** The clean-up begins after five seconds. */
const UNTIL_CLEANING_MS = 6000;

export async function cleaning() {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-bench-'));
  const armOf = async (name, expiresAtMs) => {
    const file = join(folder, `${name}.db`);
    await fill(file, EXPIRED, { expiresAtMs });
    return reference(name, CONNECTIONS, { store: { kind: 'sqlite', file } });
  };
  const arms = [await armOf('nothing expired', Date.now() + 43_200_000), await armOf('cleaning', Date.now() - 1000)];
  await delay(UNTIL_CLEANING_MS);
  const [leftAtFirst, stats] = [await countIn(join(folder, 'cleaning.db')), { p99: ({ serviceMs }) => serviceMs.p99 }];
  const results = await interleave(arms, ROUNDS, { ms: MS }, async (measured) => {
    for (const arm of arms) process.kill(arm.pid, arm === measured ? 'SIGCONT' : 'SIGSTOP');
  });
  for (const arm of arms) process.kill(arm.pid, 'SIGCONT');
  for (const arm of arms) await arm.stop();
  const left = await countIn(join(folder, 'cleaning.db'));
  await rm(folder, { recursive: true, force: true });

  console.log(`cleaning: ${CONNECTIONS} connections, medians of ${ROUNDS} interleaved rounds of ${MS / 1000} s`);
  const [idle, busy] = arms.map(({ name }) => results.get(name));
  row(arms[0].name, middleOf(idle));
  row(
    arms[1].name,
    middleOf(busy),
    `p99 ${ratio(busy, idle, stats.p99).toFixed(2)} × that, rate ${ratio(busy, idle, ({ perSecond }) => perSecond).toFixed(2)} ×`,
  );
  console.log(`  expired tokens left ${leftAtFirst} → ${left} of ${EXPIRED}`);
  if (left === leftAtFirst || left === 0)
    throw new Error('the clean-up did not run all the time, so nothing was compared');
}

async function countIn(file) {
  const { openSqliteStore } = await import('../../dist/reference/store/sqlite/store.js');
  const store = openSqliteStore(file);
  const { n } = store.database.query('SELECT count(*) AS n FROM refresh_tokens WHERE expires_at < ?').first(Date.now());
  await store.close();
  return n;
}
