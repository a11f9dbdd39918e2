// Trials of load, one after the other, and the medians of many.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ARM = fileURLToPath(new URL('arm.mjs', import.meta.url));

/** Signs in `count` users of a server. Each has its own chain of tokens. */
export async function signIn(url, count, password) {
  const users = [];
  for (let index = 0; index < count; index += 1) {
    const credentials = { username: `user${index + 1}`, password };
    const response = await fetch(new URL('/api/token/', url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(credentials),
    });
    if (response.status !== 200) throw new Error(`${url} answered a login with ${response.status}`);
    const { access, refresh } = await response.json();
    users.push({ credentials, session: { values: { access, refresh }, cookies: [] } });
  }
  return users;
}

/** One trial against an arm, whose users get their latest tokens. Errors throw, since they would make the speed wrong. */
export async function pass(arm, order) {
  const child = fork(ARM, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.send({ suite: 'refresh', ...order, url: arm.url, users: arm.users });
  const died = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the generator ended with ${code}`)));
  const [{ result, users }] = await Promise.race([once(child, 'message'), died]);
  died.catch(() => {});
  arm.users = users;
  if (result.errors > 0) throw new Error(`${arm.name}: ${result.errors} of ${result.n} responses were wrong`);
  return result;
}

/** Rounds over all arms, forward and backward in turn, so that a slow minute of the machine affects all. */
export async function interleave(arms, rounds, order, before = async () => {}) {
  const results = new Map(arms.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const arm of round % 2 === 0 ? arms : arms.toReversed()) {
      await before(arm);
      results.get(arm.name).push(await pass(arm, order));
    }
  }
  return results;
}

/** Medians over the rounds. */
export function middleOf(results) {
  const of = (read) => median(results.map(read));
  return {
    perSecond: of(({ perSecond }) => perSecond),
    p50: of(({ serviceMs }) => serviceMs.p50),
    p99: of(({ serviceMs }) => serviceMs.p99),
  };
}

/** The median of the ratios of each round, since a disturbance in one round affects both of its arms. */
export function ratio(above, below, read) {
  return median(above.map((result, round) => read(result) / read(below[round])));
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function row(name, { perSecond, p50, p99 }, rest = '') {
  const numbers = `${perSecond.toFixed(0).padStart(6)}/s   p50 ${p50.toFixed(2).padStart(7)}   p99 ${p99.toFixed(2).padStart(7)} ms`;
  console.log(`  ${name.padEnd(34)} ${numbers}   ${rest}`);
}
