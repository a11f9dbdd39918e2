// The cost of a refresh with many tokens in the store, with indexes and without.

import { copyFile, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill } from './filled.mjs';
import { middleOf, pass, ratio, row } from './generate.mjs';
import { reference } from './servers.mjs';

const CONNECTIONS = 8;
const ROUNDS = 9;
const MS = 1500;
const FEW = 10_000;
const MANY = 1_000_000;

/** Fewer rounds: reading a million rows twice for each refresh takes half a second. */
const SLOW_ROUNDS = 3;

export async function tokens() {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-bench-'));
  try {
    console.log(`tokens: ${CONNECTIONS} connections, medians of ${ROUNDS} interleaved rounds on fresh copies`);
    const few = await filled(folder, '10,000 tokens', FEW, true);
    const many = await filled(folder, '1,000,000 tokens', MANY, true);
    const results = await rounds([few, many], ROUNDS);
    report(few, results);
    report(many, results, few, '(bar: 1.2)');

    const bareFew = await filled(folder, '10,000, no indexes', FEW, false);
    const bareMany = await filled(folder, '1,000,000, no indexes', MANY, false);
    const slow = await rounds([few, bareFew, many, bareMany], SLOW_ROUNDS);
    report(bareFew, slow, few);
    report(bareMany, slow, many);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function filled(folder, name, count, indexed) {
  const file = join(folder, `${name}.db`);
  await fill(file, count, { indexed });
  return { name, file };
}

/** Each trial begins with a copy, since ten thousand tokens become a hundred thousand after some seconds of refreshes. */
async function rounds(stores, count) {
  const results = new Map(stores.map(({ name }) => [name, []]));
  for (let round = 0; round < count; round += 1) {
    for (const { name, file } of round % 2 === 0 ? stores : stores.toReversed()) {
      const copy = `${file}.copy`;
      await copyFlushed(file, copy);
      const arm = await reference(name, CONNECTIONS, { store: { kind: 'sqlite', file: copy } });
      // The first trial is not counted: a new server compiles its code and allocates space on the disk.
      await pass(arm, { ms: MS });
      results.get(name).push(await pass(arm, { ms: MS }));
      await arm.stop();
      await rm(copy);
    }
  }
  return results;
}

/** Flushes pending writes first, so that they do not slow the refreshes. */
async function copyFlushed(from, to) {
  await copyFile(from, to);
  const handle = await open(to, 'r+');
  await handle.sync();
  await handle.close();
}

function report({ name }, results, beside = null, bar = '') {
  const p99 = ({ serviceMs }) => serviceMs.p99;
  const factor = beside === null ? null : ratio(results.get(name), results.get(beside.name), p99);
  const says = factor === null ? '' : `p99 ${factor.toFixed(2)} × that of ${beside.name} ${bar}`;
  row(name, middleOf(results.get(name)), says);
}
