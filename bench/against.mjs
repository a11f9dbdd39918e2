// Is this checkout worse than an earlier one? Both generators measure the same server in turn, and each pair gives one ratio.
// Build the other checkout first: `git worktree add FOLDER COMMIT`, then `npm ci` and `npm run build` in it.
//
//   npm run bench:against -- FOLDER                          all parts, some twelve minutes
//   npm run bench:against -- FOLDER truth --pairs 20         one of them
//   npm run bench:against -- FOLDER --results FILE --for 200 stops after 200 s; the next call goes on with the pairs in FILE

import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, quantile, startServer } from './load/tools.mjs';

/** The bar of this comparison. */
const MOST_WORSE = 1.03;
const RESAMPLES = 4_000;

const here = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string', default: '10' },
    results: { type: 'string' },
    for: { type: 'string', default: 'Infinity' },
  },
});
const [folder, ...wanted] = positionals;

/** A load of the bench, by the generator of a checkout. */
async function generated(checkout, order) {
  const child = fork(join(checkout, 'bench/load/arm.mjs'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.send({ arm: 'whyslow', ...order });
  const [result] = await once(child, 'message');
  return result;
}

/** @returns the error of p50 and p99 in ms, and the share that the error is of the true value. */
const truth = (shape) => async (checkout, server) => {
  await server.be(shape);
  await server.tookMs();
  const { serviceMs, n } = await generated(checkout, { suite: 'api', port: server.port, connections: 8, ms: 2_000 });
  const tookMs = (await server.tookMs()).slice(-n);
  const error = (field, share) => Math.abs(serviceMs[field] - quantile(tookMs, share)) / quantile(tookMs, share);
  // A reported quantile is off by this factor.
  return { p50: 1 + error('p50', 0.5), p99: 1 + error('p99', 0.99) };
};

const throughput = (suite) => async (checkout, server) => {
  await server.be('instant');
  const { perSecond } = await generated(checkout, { suite, port: server.port, connections: 10, ms: 2_000 });
  return { 'time of a response': 1_000 / perSecond };
};

const MEMORY_S = 12;
async function memory(checkout, server) {
  await server.be('instant');
  const order = { suite: 'refresh', port: server.port, connections: 10, ms: MEMORY_S * 1_000 + 500, sampleRss: true };
  const { rssMb } = await generated(checkout, order);
  return { 'resident MB': rssMb.slice(-5).reduce((sum, each) => sum + each, 0) / 5 };
}

async function start(checkout) {
  const beganMs = performance.now();
  const { status } = spawnSync(process.execPath, [join(checkout, 'bin/whyslow.js'), '--version'], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`whyslow --version of ${checkout} ended with ${status}`);
  return { '--version, ms': performance.now() - beganMs };
}

/** From the start of a diagnosis to its first connection to the server. What it asks after that differs by version. */
async function firstContact(checkout) {
  const listening = createServer().listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const url = `http://127.0.0.1:${listening.address().port}/`;
  const beganMs = performance.now();
  const child = spawn(process.execPath, [join(checkout, 'bin/whyslow.js'), 'diagnose', url, '--json'], {
    cwd: tmpdir(),
    stdio: 'ignore',
  });
  const [socket] = await once(listening, 'connection');
  const tookMs = performance.now() - beganMs;
  child.kill('SIGKILL');
  await once(child, 'exit');
  socket.destroy();
  listening.close();
  return { 'first connection, ms': tookMs };
}

/** Each measures values of which less is better. */
const parts = {
  'truth constant': truth('constant'),
  'truth log-normal': truth('log-normal'),
  'truth a few at 60 ms': truth('a few at 60 ms'),
  'throughput rotating POST chain': throughput('refresh'),
  'throughput plain GET': throughput('api'),
  memory,
  start,
  'first contact': firstContact,
};

/** The median of the ratios, and its interval of 95 % by bootstrap. */
function summary(ratios) {
  const resampled = Array.from({ length: RESAMPLES }, () =>
    middle(Array.from(ratios, () => ratios[Math.floor(Math.random() * ratios.length)])),
  );
  return { ratio: middle(ratios), low: quantile(resampled, 0.025), high: quantile(resampled, 0.975) };
}

/** The mean of the middle two where the number is even. */
const middle = (ratios) => (median(ratios) + -median(ratios.map((each) => -each))) / 2;

function report(name, pairs) {
  for (const field of Object.keys(pairs[0].after)) {
    const ratios = pairs.map(({ before, after }) => after[field] / before[field]);
    const { ratio, low, high } = summary(ratios);
    const of = (side) => median(pairs.map((pair) => pair[side][field])).toPrecision(4);
    const verdict = high <= MOST_WORSE ? 'not worse' : low > MOST_WORSE ? 'WORSE' : 'undecided';
    const worse = ratios.filter((each) => each > 1).length;
    console.log(
      `${name}, ${field}: ${of('before')} before, ${of('after')} after; ratio ${ratio.toFixed(3)}, 95 % from ${low.toFixed(3)} to ${high.toFixed(3)}, above 1 in ${worse} of ${ratios.length} pairs: ${verdict}`,
    );
  }
}

if (folder === undefined || !existsSync(join(folder, 'bench/load/arm.mjs'))) {
  console.error('Name the folder of the other checkout, with its dependencies and its dist.');
  process.exit(2);
}
const known =
  values.results !== undefined && existsSync(values.results) ? JSON.parse(readFileSync(values.results)) : {};
const untilMs = performance.now() + Number(values.for) * 1_000;
const chosen = Object.entries(parts).filter(
  ([name]) => wanted.length === 0 || wanted.some((each) => name.startsWith(each)),
);
const server = await startServer();
for (let pair = 0; pair < Number(values.pairs); pair += 1) {
  for (const [name, measure] of chosen) {
    known[name] ??= [];
    if (known[name].length > pair || performance.now() > untilMs) continue;
    // The order changes, so that what the first costs falls on both.
    const sides = [
      ['before', resolve(folder)],
      ['after', here],
    ];
    const made = {};
    for (const [side, checkout] of pair % 2 === 0 ? sides : sides.toReversed()) {
      made[side] = await measure(checkout, server);
    }
    known[name].push(made);
    if (values.results !== undefined) writeFileSync(values.results, JSON.stringify(known));
  }
}
server.stop();
for (const [name] of chosen) if (known[name].length > 0) report(name, known[name]);
