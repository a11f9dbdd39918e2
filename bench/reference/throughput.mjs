// Refreshes a second, compared with Django SimpleJWT and with the upper bound of this machine.

import { alone } from './alone.mjs';
import { interleave, median, middleOf, ratio, row } from './generate.mjs';
import { django, reference, trivial } from './servers.mjs';

const CONNECTIONS = 8;
const ROUNDS = 5;
const MS = 4000;
const ALONE_MS = 2000;

export async function throughput() {
  console.log(`throughput: ${CONNECTIONS} connections, rotating chains, medians of ${ROUNDS} interleaved rounds`);
  const arms = [
    await reference('reference, one process', CONNECTIONS),
    await django('Django SimpleJWT, gunicorn -w 2', CONNECTIONS),
    await trivial('trivial POST, one process', CONNECTIONS),
  ];
  const loops = { one: [], eight: [] };
  const results = await interleave(arms, ROUNDS, { ms: MS }, async ({ name }) => {
    if (name !== arms[0].name) return;
    loops.one.push(await alone(1, ALONE_MS));
    loops.eight.push(await alone(CONNECTIONS, ALONE_MS));
  });
  for (const arm of arms) await arm.stop();

  const [own, theirs, empty] = arms.map(({ name }) => results.get(name));
  const perSecond = ({ perSecond: rate }) => rate;
  const busyIn = ({ signals }) => signals.find(({ id }) => id === 'event-loop-utilisation')?.value ?? 0;
  const busy = Math.max(...own.map(({ selfCheck }) => busyIn(selfCheck)));
  row(arms[0].name, middleOf(own), busy > 0 ? `generator ${(busy * 100).toFixed(0)} % busy` : '');
  row(
    arms[1].name,
    middleOf(theirs),
    `the reference does ${ratio(own, theirs, perSecond).toFixed(1)} × that (bar: 10)`,
  );
  row(arms[2].name, middleOf(empty), `the reference does ${ratio(own, empty, perSecond).toFixed(2)} × that`);
  limit('sign + verify + one commit', loops.one, own);
  limit('the same, 8 share a commit', loops.eight, own);
  const both = median(own.map((_, round) => 1 / (1 / empty[round].perSecond + 1 / loops.eight[round])));
  const share = median(
    own.map((result, round) => result.perSecond * (1 / empty[round].perSecond + 1 / loops.eight[round])),
  );
  console.log(
    `  trivial POST and then the latter: ${both.toFixed(0)}/s; the reference does ${share.toFixed(2)} × that (bar: 0.5)`,
  );
}

function limit(name, rates, own) {
  const share = median(rates.map((rate, round) => own[round].perSecond / rate));
  console.log(
    `  ${name.padEnd(34)} ${median(rates).toFixed(0).padStart(6)}/s   the reference does ${share.toFixed(2)} × that`,
  );
}
