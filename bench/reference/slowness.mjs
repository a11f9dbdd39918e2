// How much does each deliberate slowness cost a client here, compared with the same server without it?

import { interleave, middleOf, pass, ratio, row } from './generate.mjs';
import { command } from './servers.mjs';

const ROUNDS = 5;
const MS = 1500;

/** Each flag with the suite and the number of clients that it slows most. `--no-indexes` has its own part: tokens. */
const flags = [
  { flag: ['--hash', 'pbkdf2:1000000'], suite: 'login', connections: 1 },
  { flag: ['--middleware-delay', '50ms'], suite: 'refresh', connections: 1 },
  { flag: ['--no-keep-alive'], suite: 'api', connections: 1 },
  { flag: ['--no-keep-alive'], suite: 'refresh', connections: 8 },
  { flag: ['--workers', '1'], beside: ['--workers', '2'], suite: 'login', connections: 4 },
  { flag: ['--workers', '1'], beside: ['--workers', '2'], suite: 'refresh', connections: 8 },
];

export async function slowness() {
  console.log(`slowness: medians of ${ROUNDS} interleaved rounds of ${MS / 1000} s`);
  for (const { flag, beside = [], suite, connections } of flags) {
    const name = (options) => `${options.join(' ') || 'without'}, ${suite}, ${connections} at once`;
    const arms = [await command(name(beside), connections, beside), await command(name(flag), connections, flag)];
    report(arms, await interleave(arms, ROUNDS, { ms: MS, suite }));
    for (const arm of arms) await arm.stop();
  }
  await blockingHash();
}

/** A blocking hash slows all other requests and not the login, so the API is measured while two other users sign in. */
async function blockingHash() {
  const [readers, signers] = [2, 2];
  const armOf = async (name, flag) => command(`${name}, api, while ${signers} sign in`, readers + signers, flag);
  const arms = [await armOf('without', []), await armOf('--blocking-hash', ['--blocking-hash'])];
  const results = new Map(arms.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const arm of round % 2 === 0 ? arms : arms.toReversed()) {
      const [reading, signing] = [arm.users.slice(0, readers), arm.users.slice(readers)];
      const [measured] = await Promise.all([
        pass({ ...arm, users: reading }, { ms: MS, suite: 'api' }),
        pass({ ...arm, users: signing }, { ms: MS, suite: 'login' }),
      ]);
      results.get(arm.name).push(measured);
    }
  }
  report(arms, results);
  for (const arm of arms) await arm.stop();
}

function report([without, withFlag], results) {
  const [plain, slow] = [results.get(without.name), results.get(withFlag.name)];
  row(without.name, middleOf(plain));
  const factor = (read) => ratio(slow, plain, read).toFixed(2);
  const [p50, p99] = [factor(({ serviceMs }) => serviceMs.p50), factor(({ serviceMs }) => serviceMs.p99)];
  // The whole turn of a client with its connect, which the service time does not include.
  const turn = ratio(plain, slow, ({ perSecond }) => perSecond).toFixed(2);
  row(withFlag.name, middleOf(slow), `p50 ${p50} ×, p99 ${p99} ×, whole turn ${turn} ×`);
}
