// What does watching cost the server? The same request with and without a sampler, in turn; the medians and their ratio.

import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseTarget } from '../../dist/gather/target.js';
import { timedGet } from '../../dist/gather/server/waits/request.js';
import { builtEntry } from '../../dist/package-file.js';

const ROUNDS = 10;
const REQUESTS = 40;
const MOST_RATIO = 1.03;
const MOST_MS = 0.1;

const folder = fileURLToPath(new URL('../../test/gather/server/waits/', import.meta.url));
export async function cost() {
  const child = spawn('/usr/bin/python3', ['handlers.py'], {
    cwd: folder,
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface(child.stdout), 'line');
  const target = parseTarget(`${url}/?sleep=5`);
  const timesMs = { alone: [], watched: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    timesMs.alone.push(...(await timesOf(target)));
    const sampler = fork(builtEntry('waits-sampler'), [], { execArgv: [] });
    sampler.send({ port: target.port, except: [process.pid] });
    await once(sampler, 'message');
    timesMs.watched.push(...(await timesOf(target)));
    sampler.kill();
  }
  child.kill();
  return isCheap(median(timesMs.alone), median(timesMs.watched));
}

function isCheap(alone, watched) {
  const isWithin = watched / alone <= MOST_RATIO || watched - alone <= MOST_MS;
  console.log(
    `median of ${ROUNDS * REQUESTS} requests each, in turn: alone ${alone.toFixed(3)} ms, watched ${watched.toFixed(3)} ms`,
  );
  console.log(
    `${(watched / alone).toFixed(3)} times, ${(watched - alone).toFixed(3)} ms more: ${isWithin ? 'within' : 'above'} 3 % or 0.1 ms`,
  );
  return isWithin;
}

async function timesOf(target) {
  const { signal } = new AbortController();
  const times = [];
  for (let n = 0; n < REQUESTS; n += 1) {
    const { sentUs, endUs } = await timedGet(target, signal);
    times.push((endUs - sentUs) / 1_000);
  }
  return times;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
