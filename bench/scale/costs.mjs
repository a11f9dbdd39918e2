// CPU microseconds of workers, Redis and nginx for one request of each kind, and what Redis executes for it. nginx and the
// workers are those of docs/nginx.conf, and Redis flushes each write.

import { pass, signIn } from '../reference/generate.mjs';
import { loaded } from '../typescript.mjs';
import { cpuMsOf } from './cpu.mjs';
import { machine } from './machine.mjs';
import { openStage } from './stage.mjs';

const CONNECTIONS = 16;
const ROUNDS = 5;
const MS = 8000;

/** The route that each suite asks. */
const SUITES = { refresh: '/api/token/refresh/', api: '/api/me/', login: '/api/token/' };

export function costs() {
  const opened = open();
  return {
    cases: Array.from({ length: ROUNDS }, (_, round) =>
      Object.keys(SUITES).map((suite) => ({ id: `${suite} ${round + 1}`, measure: () => measured(opened, suite) })),
    ).flat(),
    wrong: (_id, { requests }) => (requests > 100 ? null : `only ${requests} requests`),
    line: ({ requests, workersUs, redisUs, nginxUs, redisRuns }) =>
      `${requests} requests: workers ${Math.round(workersUs)} µs, Redis ${Math.round(redisUs)} µs, nginx ${Math.round(nginxUs)} µs; Redis runs ${redisRuns.scripts.toFixed(2)} scripts with ${redisRuns.executed.toFixed(2)} commands`,
    summary: () => '',
    close: opened.close,
  };
}

/** Started with the first measurement. */
function open() {
  let opening = null;
  return {
    all: () => (opening ??= start()),
    close: async () => (await opening)?.stage.close(),
  };
}

async function start() {
  const stage = await openStage();
  const { startRedis } = await loaded('../test/serve/redis.ts');
  const { startBehindNginx } = await loaded('../test/reference/behind-nginx.ts');
  const { PASSWORD } = await loaded('../test/reference/client.ts');
  const redis = await startRedis('durable');
  stage.later(redis.stop);
  const { nginx, workers } = await startBehindNginx(stage, redis.url, ['--users', String(CONNECTIONS)]);
  const arm = { name: 'nginx', url: nginx.url, users: await signIn(nginx.url, CONNECTIONS, PASSWORD) };
  // Code is compiled and connections are opened before the first measurement.
  for (const suite of Object.keys(SUITES)) await pass(arm, { suite, ms: MS / 2 });
  return { stage, redis, nginx, workers, arm };
}

async function measured(opened, suite) {
  const { redis, nginx, workers, arm } = await opened.all();
  const pids = { workers: workers.map(({ pid }) => pid), redis: [await pidOf(redis)], nginx: [nginx.pid] };
  const read = async () => ({
    requests: await requestsTo(SUITES[suite], workers),
    commands: await commandsOf(redis),
    cpuMs: Object.fromEntries(Object.entries(pids).map(([part, own]) => [part, cpuMsOf(own)])),
  });
  const before = await read();
  const { perSecond } = await pass(arm, { suite, ms: MS });
  const after = await read();
  const requests = after.requests - before.requests;
  const usOf = (part) => ((after.cpuMs[part] - before.cpuMs[part]) * 1000) / requests;
  return {
    requests,
    perSecond: Math.round(perSecond),
    workersUs: usOf('workers'),
    redisUs: usOf('redis'),
    nginxUs: usOf('nginx'),
    redisRuns: runsOf(before.commands, after.commands, requests),
    machine: machine(),
  };
}

const pidOf = async (redis) => Number(/process_id:(\d+)/.exec(String(await redis.command('info', 'server')))[1]);

async function requestsTo(route, workers) {
  const texts = await Promise.all(workers.map(async ({ url }) => (await fetch(new URL('metrics', url))).text()));
  const line = new RegExp(`^whyslow_reference_answers_total\\{route="${route}".*\\} (\\d+)$`, 'gm');
  return texts.flatMap((text) => [...text.matchAll(line)]).reduce((sum, [, count]) => sum + Number(count), 0);
}

async function commandsOf(redis) {
  const text = String(await redis.command('info', 'commandstats'));
  return new Map([...text.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name, calls]) => [name, Number(calls)]));
}

/** Commands of the measurement itself and of the connections. */
const OWN = /^(info|client|ping|hello|select|replconf)/;
const SCRIPTS = ['evalsha', 'eval'];

/** A command that no script calls counts as one too. */
function runsOf(before, after, requests) {
  const counts = [...after]
    .filter(([name]) => !OWN.test(name))
    .map(([name, calls]) => [name, (calls - (before.get(name) ?? 0)) / requests])
    .filter(([, each]) => each >= 0.005);
  const isScript = ([name]) => SCRIPTS.includes(name);
  const sum = (rows) => rows.reduce((total, [, each]) => total + each, 0);
  return {
    scripts: sum(counts.filter(isScript)),
    executed: sum(counts.filter((row) => !isScript(row))),
    commands: Object.fromEntries(counts.map(([name, each]) => [name, Number(each.toFixed(2))])),
  };
}
