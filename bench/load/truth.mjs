// How far is a reported quantile from the true one? The server records its true delays, to which a generator can only add.

import { hey, isInstalled, median, quantile, runArm, startServer, wrk } from './tools.mjs';

const CONNECTIONS = 8;
const ROUNDS = 7;
const MS = 2000;
const shapes = ['constant', 'log-normal', 'a few at 60 ms'];

export async function truth() {
  const node = (arm) => (order) => runArm({ arm, suite: 'api', ...order });
  const arms = [
    { name: 'whyslow', measure: node('whyslow') },
    { name: 'undici dispatch', measure: node('undici') },
    { name: 'autocannon', measure: node('autocannon') },
    ...[
      ['wrk', wrk],
      ['hey', hey],
    ].flatMap(([name, measure]) => (isInstalled(name) ? [{ name, measure }] : [])),
  ];
  const server = await startServer();
  console.log(`truth: error of p50 and p99 in ms, ${CONNECTIONS} connections, medians of ${ROUNDS} interleaved rounds`);
  for (const shape of shapes) {
    await server.be(shape);
    const errors = new Map(arms.map(({ name }) => [name, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { name, measure } of round % 2 === 0 ? arms : arms.toReversed()) {
        await server.tookMs();
        const measured = await measure({ port: server.port, connections: CONNECTIONS, ms: MS });
        const { serviceMs, n, shown = (ms) => ms } = measured;
        // The warm-up comes first and is not measured. Tools without a warm-up report no `n`.
        const tookMs = [...shown((await server.tookMs()).slice(n === undefined ? 0 : -n))];
        const error = (field, share) => Math.abs(serviceMs[field] - quantile(tookMs, share));
        errors.get(name).push({ p50: error('p50', 0.5), p99: error('p99', 0.99) });
      }
    }
    report(shape, errors);
  }
  server.stop();
}

function report(shape, errors) {
  const middle = new Map(
    [...errors].map(([name, rounds]) => [
      name,
      { p50: median(rounds.map(({ p50 }) => p50)), p99: median(rounds.map(({ p99 }) => p99)) },
    ]),
  );
  const own = middle.get('whyslow');
  console.log(`  ${shape}`);
  for (const [name, { p50, p99 }] of middle) {
    const ratios =
      name === 'whyslow'
        ? ''
        : `   whyslow is ${(own.p50 / p50).toFixed(2)} × and ${(own.p99 / p99).toFixed(2)} × that`;
    console.log(
      `    ${name.padEnd(16)} p50 ${p50.toFixed(3).padStart(7)}   p99 ${p99.toFixed(3).padStart(7)}${ratios}`,
    );
  }
}
