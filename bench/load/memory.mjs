// Does the generator's memory grow with the number of requests? Compares its resident size after a minute at full rate with
// that after ten seconds.

import { runArm, startServer } from './tools.mjs';

const CONNECTIONS = 10;
const EARLY_S = 10;
const LATE_S = 60;
const MOST_TIMES = 1.2;

export async function memory() {
  const server = await startServer();
  await server.be('instant');
  const order = { arm: 'whyslow', suite: 'refresh', port: server.port, connections: CONNECTIONS };
  const { rssMb, n } = await runArm({ ...order, ms: LATE_S * 1000 + 1000, sampleRss: true });
  server.stop();
  const [early, late] = [EARLY_S, LATE_S].map((second) => around(rssMb, second));
  const ratio = late / early;
  const verdict = ratio <= MOST_TIMES ? 'at most' : 'ABOVE';
  console.log(
    `memory: ${n} responses, ${early.toFixed(0)} MB after ${EARLY_S} s, ${late.toFixed(0)} MB after ${LATE_S} s`,
  );
  console.log(`    ${ratio.toFixed(2)} ×, ${verdict} ${MOST_TIMES}`);
}

/** Garbage collection makes the size a sawtooth, so this is the mean of several readings. */
function around(rssMb, second) {
  const near = rssMb.slice(second - 5, second);
  return near.reduce((sum, each) => sum + each, 0) / near.length;
}
