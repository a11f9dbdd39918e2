// Comparisons of real servers through the command itself, as in CI.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startReference } from '../../dist/reference/process.js';

const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const PASSWORD = 'a-password-for-the-bench';

/** One comparison of two reference servers with these delays before each response. */
async function compareDelays([delayA, delayB], maxTime) {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-gate-'));
  const servers = [];
  try {
    for (const delay of [delayA, delayB]) {
      const slowness = delay === 0 ? undefined : { middlewareDelayMs: delay };
      servers.push(await startReference({ port: 0, users: 1, password: PASSWORD, slowness }));
    }
    const urls = servers.map(({ url }) => url);
    const args = ['compare', ...urls, '--user', 'user1', '--json', '--quiet', '--max-time', maxTime, '--out', folder];
    const started = performance.now();
    const run = JSON.parse(await outputOf([BIN, ...args]));
    return { run, tookS: (performance.now() - started) / 1_000 };
  } finally {
    for (const server of servers) await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const outputOf = (args) =>
  new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, WHYSLOW_PASSWORD: PASSWORD };
    execFile(process.execPath, args, { env, maxBuffer: 64_000_000 }, (error, stdout, stderr) =>
      stdout === '' ? reject(error ?? new Error(stderr)) : resolve(stdout),
    );
  });

/** A process that keeps one core busy and ends with this one. */
function startHog() {
  const hog = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  const end = () => hog.kill('SIGKILL');
  process.once('exit', end);
  return () => {
    process.off('exit', end);
    end();
  };
}

const shown = ({ run, tookS }) => {
  const changes = run.comparison.changes.map(
    ({ suite, statistic, beforeMs, afterMs, interval, verdict }) =>
      `${suite} ${statistic} ${beforeMs.toFixed(2)}→${afterMs.toFixed(2)} ` +
      `${interval === null ? '' : interval.map((share) => (share * 100).toFixed(0)).join('…') + ' % '}${verdict}`,
  );
  return `${tookS.toFixed(1)} s  exit ${run.exit.code}  ${changes.join(' | ')}`;
};

const said = ({ run }, verdict) => run.comparison.changes.some((change) => change.verdict === verdict);

/** The same server twice: no verdict may be "regressed" or "improved". `--hog` adds a busy process. */
export async function sameLive(count, { hog }) {
  let wrong = 0;
  let longest = 0;
  for (let i = 0; i < count; i += 1) {
    const stop = hog ? startHog() : () => {};
    const made = await compareDelays([0, 0], '15s').finally(stop);
    console.log(`same${hog ? ', with a hog' : ''} ${i + 1}: ${shown(made)}`);
    if (said(made, 'regressed') || said(made, 'improved')) wrong += 1;
    longest = Math.max(longest, made.tookS);
  }
  console.log(
    `${count} A/A${hog ? ' with a hog' : ''}: ${wrong} regressed or improved (bar: 0), longest ${longest.toFixed(1)} s (bar: 20)`,
  );
  return wrong === 0 && longest <= 20;
}

/** A delay of 33 ms against 30 ms. */
export async function slowerLive(count) {
  let found = 0;
  let longest = 0;
  for (let i = 0; i < count; i += 1) {
    const made = await compareDelays([30, 33], '55s');
    console.log(`+3 ms at 30 ${i + 1}: ${shown(made)}`);
    if (said(made, 'regressed')) found += 1;
    longest = Math.max(longest, made.tookS);
  }
  console.log(
    `${count} with 3 ms more at 30: ${found} found (bar: 9 of 10), longest ${longest.toFixed(1)} s (bar: 60)`,
  );
  return found >= count * 0.9 && longest <= 60;
}
