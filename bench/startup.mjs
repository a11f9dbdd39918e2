// How long does the command take to start? Runs `whyslow --version` and an empty Node program in turn, so that noise
// affects both. The bar is 1.6 times the start of Node. `--help` loads the command tree and is shown too.
//
//   npm run bench

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const RUNS = 20;
const MOST_TIMES_NODE = 1.6;
const COMMAND = fileURLToPath(new URL('../bin/whyslow.js', import.meta.url));

const arms = [
  { name: 'node -e 0', args: ['-e', '0'], timesMs: [] },
  { name: 'whyslow --version', args: [COMMAND, '--version'], timesMs: [] },
  { name: 'whyslow --help', args: [COMMAND, '--help'], timesMs: [] },
];

// The first start is not counted, since it fills the page cache.
for (const arm of arms) timeStart(arm);
for (let run = 0; run < RUNS; run += 1) {
  for (const arm of arms) arm.timesMs.push(timeStart(arm));
}

const [node, version] = arms.map(({ timesMs }) => median(timesMs));
console.log(`median of ${RUNS} starts each, in turn, Node ${process.versions.node}`);
for (const { name, timesMs } of arms) {
  const ms = median(timesMs);
  console.log(`${name.padEnd(18)} ${ms.toFixed(1).padStart(6)} ms   ${(ms / node).toFixed(2)} × node`);
}
const ratio = version / node;
console.log(`--version: ${ratio.toFixed(2)} is ${ratio <= MOST_TIMES_NODE ? 'within' : 'above'} ${MOST_TIMES_NODE}`);
if (ratio > MOST_TIMES_NODE) process.exitCode = 1;

function timeStart({ name, args }) {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const tookMs = performance.now() - startedMs;
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr.trim()}`);
  return tookMs;
}

/** The mean of the middle two, as the number of runs is even. */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
}
