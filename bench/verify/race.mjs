// The race of a stock SimpleJWT under gunicorn, in each of N verifications, every second one beside a busy core.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { busyCore } from '../busy-core.mjs';
import { loaded } from '../typescript.mjs';

const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url));
const whyslow = pathOf('../../bin/whyslow.js');
const run = promisify(execFile);

async function startSimplejwt() {
  const { realServers } = await loaded('../test/real-servers/index.ts');
  const { startRealServer } = await loaded('../test/real-servers/start.ts');
  return startRealServer(realServers.find(({ id }) => id === 'simplejwt'));
}

export const race = ({ runs = 50 }) => ({
  cases: Array.from({ length: runs }, (_, at) => ({
    id: `${at % 2 === 0 ? 'quiet' : 'busy'} ${String(at + 1).padStart(3, '0')}`,
    measure: () => verification(at % 2 === 1),
  })),
  wrong: (_id, { outcome, summary }) => (outcome === 'fail' ? null : `${outcome}: ${summary}`),
  line: ({ trials, tookMs }) => `seen in trial ${trials} after ${Math.round(tookMs)} ms`,
  summary: (results) => {
    const trials = Object.values(results).map((each) => each.trials);
    const found = Object.values(results).filter(({ outcome }) => outcome === 'fail').length;
    return `The race was found in ${found} of ${trials.length} verifications, in trial ${Math.max(...trials)} at the latest.`;
  },
});

async function verification(isBusy) {
  const server = await startSimplejwt();
  const busy = isBusy ? busyCore() : null;
  try {
    const { checks, evidence } = await verify(server);
    const { outcome, summary } = checks.find(({ id }) => id === 'concurrent-refresh-race');
    const found = evidence.find(({ kind }) => kind === 'race');
    return { outcome, summary, trials: found.outcome.value.trials.length, tookMs: found.tookMs };
  } finally {
    await busy?.stop();
    await server.stop();
  }
}

/** A verification that finds something exits with another code than 0. */
async function verify({ url, username, password }) {
  const args = [whyslow, 'verify', url, '--user', username, '--json'];
  const env = { ...process.env, WHYSLOW_PASSWORD: password };
  const { stdout } = await run(process.execPath, args, { env, maxBuffer: 1e8 }).catch((error) => error);
  return JSON.parse(stdout);
}
