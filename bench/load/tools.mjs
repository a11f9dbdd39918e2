// Starts the servers, the generators of this project and other load tools.

import { execFile, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const pathOf = (file) => fileURLToPath(new URL(file, import.meta.url));
const run = promisify(execFile);

export async function startServer() {
  const child = fork(pathOf('server.mjs'));
  const [{ port }] = await once(child, 'message');
  const ask = async (message) => {
    child.send(message);
    const [answer] = await once(child, 'message');
    return answer;
  };
  return {
    port,
    pid: child.pid,
    be: (what) => ask({ be: what }),
    /** The true delays since the last call. */
    tookMs: async () => (await ask({ tell: true })).tookMs,
    /** The true delays and the number of responses since the last call. */
    sinceLast: () => ask({ tell: true }),
    stop: () => child.disconnect(),
  };
}

export async function runArm(order) {
  const child = fork(pathOf('arm.mjs'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.send(order);
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${order.arm} ended with ${code}`)));
  const [result] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return result;
}

export const isInstalled = (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;

export async function wrk({ port, connections, ms }) {
  const args = ['-t1', `-c${connections}`, `-d${ms / 1000}s`, '--latency', `http://127.0.0.1:${port}/api/me/`];
  const { stdout } = await run('wrk', args);
  const at = (percent) => msOf(new RegExp(`^ *${percent}% +(\\S+)$`, 'm').exec(stdout)[1]);
  const [, perSecond] = /Requests\/sec: +(\S+)/.exec(stdout);
  return {
    perSecond: Number(perSecond),
    serviceMs: { p50: at(50), p99: at(99) },
    shown: (tookMs) => filledIn(tookMs, (1000 * connections) / perSecond),
  };
}

/**
 * wrk corrects its numbers: for each response that took more than twice the interval between two requests of a connection,
 * it adds the requests that would have been sent meanwhile (`stats_correct` in its source). Its quantiles include them.
 */
function* filledIn(tookMs, intervalMs) {
  for (const ms of tookMs) {
    yield ms;
    if (ms < 2 * intervalMs) continue;
    for (let waitedMs = ms - intervalMs; waitedMs > intervalMs; waitedMs -= intervalMs) yield waitedMs;
  }
}

/** hey's CSV has tenths of a millisecond, as its summary has. */
export async function hey({ port, connections, ms }) {
  const url = `http://127.0.0.1:${port}/api/me/`;
  const { stdout } = await run('hey', ['-c', connections, '-z', `${ms}ms`, '-o', 'csv', url], { maxBuffer: 1e9 });
  const times = stdout
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => Number(row.split(',')[0]) * 1000);
  return {
    perSecond: (times.length / ms) * 1000,
    serviceMs: { p50: quantile(times, 0.5), p99: quantile(times, 0.99) },
  };
}

const factors = { us: 0.001, ms: 1, s: 1000, m: 60_000 };
function msOf(text) {
  const [, digits, unit] = /^([\d.]+)(us|ms|s|m)$/.exec(text);
  return Number(digits) * factors[unit];
}

export function quantile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values) => quantile(values, 0.5);
