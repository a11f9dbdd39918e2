// Do several generator processes measure what one measures? Prints ratios of interleaved rounds, each with its bar. Some minute.
//
//   npm run bench:processes              six rounds
//   npm run bench:processes -- 2         two rounds

import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { mergeHistograms } from '../dist/stats/histogram.js';
import { median, quantile, startServer } from './load/tools.mjs';
import { generatorPool } from './processes/pool.mjs';

const ROUNDS = Number(process.argv[2] ?? 6);
const MS = 2000;
/** On a slow server the number of processes may change a quantile by this much. */
const SAME = 0.02;
/** The trivial server answers as fast as it can. The slow one needs more connections for some thousand responses a round. */
const CONNECTIONS = { instant: 10, slow: 100 };
/** The trivial server has a core of its own, as far as this machine allows. */
const SERVER_CORE = '0';

const server = await startServer();
const pools = [generatorPool(1), generatorPool(2)];
const pinned = availableParallelism() > 1 && spawnSync('taskset', ['-acp', SERVER_CORE, `${server.pid}`]).status === 0;

/** Each round measures with one process and with two, in turns. The server counts its responses too. */
async function rounds(delays) {
  await server.be(delays);
  const measured = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const both = new Map();
    for (const pool of round % 2 === 0 ? pools : pools.toReversed()) {
      await server.sinceLast();
      const result = await pool.measure({ port: server.port, connections: CONNECTIONS[delays], ms: MS });
      both.set(pool.processes, { result, served: await server.sinceLast() });
    }
    measured.push({ one: both.get(1), two: both.get(2) });
  }
  return measured;
}

const merged = (measured) =>
  mergeHistograms(measured.map(({ result }) => ({ encoded: result.histogram, maxUs: result.serviceMs.max * 1000 })));
const invalid = (measured) => measured.filter(({ result }) => !result.selfCheck.valid).length;
const validity = (each) =>
  `invalid by the self-check: ${invalid(each.map(({ one }) => one))} and ${invalid(each.map(({ two }) => two))} of ${ROUNDS}`;

console.log(
  `${availableParallelism()} cores, ${ROUNDS} interleaved rounds of ${MS} ms, one process and two, server ${pinned ? `on core ${SERVER_CORE}` : 'on any core'}`,
);

const trivial = await rounds('instant');
const rate = median(trivial.map(({ one, two }) => two.result.perSecond / one.result.perSecond));
const [rateOfOne, rateOfTwo] = ['one', 'two'].map((name) =>
  Math.round(median(trivial.map((each) => each[name].result.perSecond))),
);
console.log(`  trivial server     ${rateOfOne}/s, two ${rateOfTwo}/s: ${rate.toFixed(2)} ×; ${validity(trivial)}`);
totals('trivial', trivial);

const slow = await rounds('slow');
console.log(`  slow server        ${validity(slow)}`);
totals('slow', slow);
// Rounds in which the generator was a bottleneck say nothing about the number of processes.
const valid = slow.filter(({ one, two }) => one.result.selfCheck.valid && two.result.selfCheck.valid);
const judged = valid.length === 0 ? slow : valid;
if (valid.length === 0) console.log('    no valid round, so the ratios below show this machine: stop other programs');
const [ofOne, ofTwo] = ['one', 'two'].map((name) => merged(judged.map((each) => each[name])));
console.log(`    ${judged.length} rounds, ${ofOne.count} and ${ofTwo.count} responses`);
const ofServer = judged.flatMap(({ two }) => two.served.tookMs);
for (const percent of [50, 75, 90, 95]) {
  const ratio = ofTwo.percentileMs(percent) / ofOne.percentileMs(percent);
  const verdict = Math.abs(ratio - 1) <= SAME ? 'within' : 'BEYOND';
  const times = [ofOne, ofTwo].map((each) => each.percentileMs(percent).toFixed(2));
  console.log(
    `    p${percent}              ${times[0]} ms, two ${times[1]} ms: ${ratio.toFixed(3)} ×, ${verdict} ${SAME * 100} %; the server itself ${quantile(ofServer, percent / 100).toFixed(2)} ms`,
  );
}
for (const pool of pools) pool.stop();
server.stop();

/** What two processes counted together, beside the responses that the server counted. */
function totals(name, measured) {
  for (const [processes, of] of [
    ['one', 'one'],
    ['two', 'two'],
  ]) {
    const apart = measured.map((each) => {
      const { result, served } = each[of];
      return served.answered - result.n - result.errors - result.warmup;
    });
    const sum = measured.reduce((all, each) => all + each[of].result.n, 0);
    console.log(
      `    ${name}, ${processes}: ${sum} measured; the server answered ${apart.join(', ')} more in the rounds`,
    );
  }
}
