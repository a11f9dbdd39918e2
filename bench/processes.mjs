// Do several generator processes measure what one measures? Prints ratios of interleaved rounds, each with its bar. Some minute.
//
//   npm run bench:processes              six rounds
//   npm run bench:processes -- 2         two rounds

import { availableParallelism } from 'node:os';
import { mergeHistograms } from '../dist/stats/histogram.js';
import { median, startServer } from './load/tools.mjs';
import { generatorPool } from './processes/pool.mjs';

const CONNECTIONS = 10;
const ROUNDS = Number(process.argv[2] ?? 6);
const MS = 2000;
/** On a slow server the number of processes may change a quantile by this much. */
const SAME = 0.02;

const server = await startServer();
const pools = [generatorPool(1), generatorPool(2)];

/** Each round measures with one process and with two, in turns. */
async function rounds(delays) {
  await server.be(delays);
  const measured = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const both = new Map();
    for (const pool of round % 2 === 0 ? pools : pools.toReversed()) {
      both.set(pool.processes, await pool.measure({ port: server.port, connections: CONNECTIONS, ms: MS }));
    }
    measured.push({ one: both.get(1), two: both.get(2) });
  }
  return measured;
}

const merged = (results) =>
  mergeHistograms(results.map(({ histogram, serviceMs }) => ({ encoded: histogram, maxUs: serviceMs.max * 1000 })));
const invalid = (results) => results.filter(({ selfCheck }) => !selfCheck.valid).length;
const validity = (each) =>
  `invalid by the self-check: ${invalid(each.map(({ one }) => one))} and ${invalid(each.map(({ two }) => two))} of ${ROUNDS}`;

console.log(
  `${availableParallelism()} cores, ${CONNECTIONS} connections, ${ROUNDS} interleaved rounds of ${MS} ms, one process and two`,
);

const trivial = await rounds('instant');
const rate = median(trivial.map(({ one, two }) => two.perSecond / one.perSecond));
const [rateOfOne, rateOfTwo] = ['one', 'two'].map((name) =>
  Math.round(median(trivial.map((each) => each[name].perSecond))),
);
console.log(`  trivial server     ${rateOfOne}/s, two ${rateOfTwo}/s: ${rate.toFixed(2)} ×; ${validity(trivial)}`);

const slow = await rounds('log-normal');
console.log(`  slow server        ${validity(slow)}`);
// Rounds in which the generator was a bottleneck say nothing about the number of processes.
const valid = slow.filter(({ one, two }) => one.selfCheck.valid && two.selfCheck.valid);
const judged = valid.length === 0 ? slow : valid;
if (valid.length === 0) console.log('    no valid round, so the ratios below show this machine: stop other programs');
const [ofOne, ofTwo] = ['one', 'two'].map((name) => merged(judged.map((each) => each[name])));
for (const percent of [50, 75, 90, 95]) {
  const ratio = ofTwo.percentileMs(percent) / ofOne.percentileMs(percent);
  const verdict = Math.abs(ratio - 1) <= SAME ? 'within' : 'BEYOND';
  const times = [ofOne, ofTwo].map((each) => each.percentileMs(percent).toFixed(2));
  console.log(
    `    p${percent}              ${times[0]} ms, two ${times[1]} ms: ${ratio.toFixed(3)} ×, ${verdict} ${SAME * 100} %`,
  );
}
for (const pool of pools) pool.stop();
server.stop();
