// Does a stall count for every send that it delayed? A server freezes 400 ms every 2 s, and the open model sends 100
// requests a second. A fifth of the sends fall into a freeze and wait for the rest of it, evenly distributed between 0
// and 400 ms. So one send in a hundred waits longer than 400 · (1 − 0.01 / 0.2) = 380 ms.
//
// In the closed model each user sends nothing while it waits, so a freeze delays each user once and p99 hardly changes.

import { FREEZE_EVERY_MS, FREEZE_MS } from './freeze.mjs';
import { median, runArm, startServer } from './tools.mjs';

const PER_SECOND = 100;
const CONNECTIONS = 10;
const ROUNDS = 3;
/** Whole periods, since one freeze more or less at the end would be a tenth of all freezes. */
const MS = 10 * FREEZE_EVERY_MS;
const MOST_OFF = 0.05;

const frozenShare = FREEZE_MS / FREEZE_EVERY_MS;
const analyticMs = FREEZE_MS * (1 - 0.01 / frozenShare);

export async function stall() {
  console.log(`stall: ${FREEZE_MS} ms every ${FREEZE_EVERY_MS} ms at ${PER_SECOND}/s, p99 by theory ${analyticMs} ms`);
  const open = [];
  const closed = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    open.push(await p99Of({ perSecond: PER_SECOND, clock: 'userMs', ms: MS }));
    closed.push(await p99Of({ perSecond: null, clock: 'serviceMs', ms: FREEZE_EVERY_MS * 2 }));
  }
  const off = median(open) / analyticMs - 1;
  const verdict = Math.abs(off) <= MOST_OFF ? 'within' : 'NOT within';
  console.log(
    `    by plan, user time       p99 ${median(open).toFixed(1).padStart(6)} ms   ${(off * 100).toFixed(1)} % off, ${verdict} 5 %`,
  );
  console.log(`    back to back, for contrast  ${median(closed).toFixed(1).padStart(6)} ms`);
}

async function p99Of({ perSecond, clock, ms }) {
  const server = await startServer();
  await server.be('freezing');
  const result = await runArm({
    arm: 'whyslow',
    suite: 'api',
    port: server.port,
    connections: CONNECTIONS,
    perSecond,
    ms,
  });
  server.stop();
  return result[clock].p99;
}
