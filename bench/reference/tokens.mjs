// What a refresh costs with many tokens in the store, with indexes and without.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill } from './filled.mjs';
import { interleave, middleOf, ratio, row } from './generate.mjs';
import { reference } from './servers.mjs';

const CONNECTIONS = 8;
const ROUNDS = 7;
const MS = 3000;
const FEW = 10_000;
const MANY = 1_000_000;

/** Reading a million rows twice for each refresh takes about a second; more rounds would say the same. */
const SLOW_ROUNDS = 3;

export async function tokens() {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-bench-'));
  const armOf = async (name, count, indexed) => {
    const file = join(folder, `${name}.db`);
    await fill(file, count, { indexed });
    return reference(name, CONNECTIONS, { store: { kind: 'sqlite', file } });
  };
  const p99 = ({ serviceMs }) => serviceMs.p99;
  try {
    console.log(`tokens: ${CONNECTIONS} connections, medians of ${ROUNDS} interleaved rounds of ${MS / 1000} s`);
    const indexed = [await armOf('10,000 tokens', FEW, true), await armOf('1,000,000 tokens', MANY, true)];
    const results = await interleave(indexed, ROUNDS, { ms: MS });
    const [few, many] = indexed.map(({ name }) => results.get(name));
    row(indexed[0].name, middleOf(few));
    row(indexed[1].name, middleOf(many), `p99 ${ratio(many, few, p99).toFixed(2)} × that of 10,000 (bar: 1.2)`);

    const bare = [await armOf('10,000, no indexes', FEW, false), await armOf('1,000,000, no indexes', MANY, false)];
    const all = [...indexed, ...bare];
    const slow = await interleave(all, SLOW_ROUNDS, { ms: MS });
    for (const [index, { name }] of bare.entries()) {
      const factor = ratio(slow.get(name), slow.get(indexed[index].name), p99);
      row(name, middleOf(slow.get(name)), `p99 ${factor.toFixed(1)} × that with indexes`);
    }
    for (const arm of all) await arm.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
