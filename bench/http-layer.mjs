// How much does a framework cost? Measures the p50 of one trivial JSON route in node:http and in fastify. Each server has
// its own process, and this process has a raw keep-alive node:http client. The two alternate every hundred requests, so
// that noise affects both. Five rounds show the spread. The result so far: a few microseconds a request, and some fifty
// more packages to install.
//
//   node bench/http-layer.mjs

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import { fileURLToPath } from 'node:url';

const ROUNDS = 5;
const WARM_UP_REQUESTS = 2000;
const BLOCKS_A_ROUND = 40;
const REQUESTS_A_BLOCK = 100;
const BODY = { status: 'ok' };

const servers = {
  async 'node:http'() {
    const server = createServer((_request, response) => {
      const text = JSON.stringify(BODY);
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
      response.end(text);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return server.address().port;
  },

  async fastify() {
    const { default: fastify } = await import('fastify');
    const app = fastify();
    app.get('/', async () => BODY);
    await app.listen({ port: 0, host: '127.0.0.1' });
    return app.server.address().port;
  },
};

if (process.send) await serve(process.argv[2]);
else await measure();

async function serve(name) {
  process.once('disconnect', () => process.exit());
  process.send(await servers[name]());
}

async function measure() {
  const names = (await isInstalled('fastify')) ? Object.keys(servers) : ['node:http'];
  if (!names.includes('fastify')) console.log('npm i --no-save fastify@5 to include it');

  const arms = await Promise.all(names.map(start));
  for (const arm of arms) await timeRequests(arm, WARM_UP_REQUESTS);

  console.log(
    `p50 of one JSON route in microseconds, ${BLOCKS_A_ROUND * REQUESTS_A_BLOCK} requests a round, one at a time`,
  );
  for (let round = 0; round < ROUNDS; round += 1) await measureRound(arms);
  for (const { name, p50sUs } of arms) {
    console.log(`${name.padEnd(10)} ${format(p50sUs)}   median ${median(p50sUs).toFixed(1).padStart(6)}`);
  }
  for (const { child, agent } of arms) {
    agent.destroy();
    child.disconnect();
  }
}

async function measureRound(arms) {
  const timesUs = new Map(arms.map((arm) => [arm, []]));
  for (let block = 0; block < BLOCKS_A_ROUND; block += 1) {
    // Every second block is in reverse order, so that neither arm always runs after the other.
    const order = block % 2 === 0 ? arms : arms.toReversed();
    for (const arm of order) timesUs.get(arm).push(...(await timeRequests(arm, REQUESTS_A_BLOCK)));
  }
  for (const arm of arms) arm.p50sUs.push(median(timesUs.get(arm)));
}

async function isInstalled(name) {
  try {
    await import(name);
    return true;
  } catch {
    return false;
  }
}

async function start(name) {
  const child = fork(fileURLToPath(import.meta.url), [name]);
  const [port] = await once(child, 'message');
  return { name, child, port, agent: new Agent({ keepAlive: true, maxSockets: 1 }), p50sUs: [] };
}

async function timeRequests({ port, agent }, count) {
  const timesUs = [];
  for (let sent = 0; sent < count; sent += 1) timesUs.push(await timeRequest(port, agent));
  return timesUs;
}

function timeRequest(port, agent) {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    get({ host: '127.0.0.1', port, agent, path: '/' }, (response) => {
      response.resume();
      response.once('end', () => resolve((performance.now() - startedMs) * 1000));
    }).once('error', reject);
  });
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function format(values) {
  return values.map((value) => value.toFixed(1).padStart(6)).join(' ');
}
