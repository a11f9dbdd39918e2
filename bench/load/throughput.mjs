// How many requests can one generator send? Compares whyslow with autocannon against a server that does nothing: the chain
// of rotating tokens, which is typical of auth servers, and the plain GET, for which autocannon is made.

import { median, runArm, startServer } from './tools.mjs';

const CONNECTIONS = 10;
const ROUNDS = 5;
const MS = 2000;

const pairs = [
  { what: 'rotating POST chain', own: { arm: 'whyslow', suite: 'refresh' }, other: 'autocannon chain', atLeast: 1 },
  { what: 'plain GET', own: { arm: 'whyslow', suite: 'api' }, other: 'autocannon', atLeast: 0.7 },
];

export async function throughput() {
  const server = await startServer();
  await server.be('instant');
  console.log(`throughput: responses a second, ${CONNECTIONS} connections, median of ${ROUNDS} interleaved rounds`);
  for (const { what, own, other, atLeast } of pairs) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const both = [own, { arm: other }];
      const measured = new Map();
      for (const order of round % 2 === 0 ? both : both.toReversed()) {
        const { perSecond } = await runArm({ ...order, port: server.port, connections: CONNECTIONS, ms: MS });
        measured.set(order.arm, perSecond);
      }
      rounds.push({ own: measured.get('whyslow'), other: measured.get(other) });
    }
    const ratio = median(rounds.map((each) => each.own / each.other));
    const rates = ['own', 'other'].map((name) => Math.round(median(rounds.map((each) => each[name]))));
    const verdict = ratio >= atLeast ? 'at least' : 'BELOW';
    console.log(
      `    ${what.padEnd(20)} ${rates[0]}/s, ${other} ${rates[1]}/s: ${ratio.toFixed(2)} ×, ${verdict} ${atLeast}`,
    );
  }
  server.stop();
}
