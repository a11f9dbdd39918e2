// Runs inside the lab: the story's server with its cache in a real Redis, first named localhost and then by its address. Prints
// the diagnosis of the first, and what a request takes with each.
//   inside.mjs WHYSLOW PYTHON CARELINK FOLDER
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accepting } from '../../serve/accepting.mjs';

const [whyslow, python, carelink, folder] = process.argv.slice(2);
const PORT = 8123;
const REQUESTS = 3;
const url = `http://127.0.0.1:${PORT}/api/notice/`;

const redis = spawn('redis-server', ['--port', '6379', '--bind', '127.0.0.1', '--save', '', '--dir', folder], {
  stdio: 'ignore',
});
await accepting(6_379);
const named = await withServer('localhost', async () => ({ run: await diagnosis(), requestMs: await requestMs() }));
const addressed = await withServer('127.0.0.1', async () => ({ requestMs: await requestMs() }));
await end(redis);
console.log(JSON.stringify({ run: named.run, namedMs: named.requestMs, addressedMs: addressed.requestMs }));

async function withServer(host, act) {
  const server = spawn(python, ['manage.py', 'runserver', '--noreload', '--ipv6', `[::]:${PORT}`], {
    cwd: carelink,
    env: { ...process.env, CARELINK_REDIS: `redis://${host}:6379/1` },
    stdio: 'ignore',
  });
  await accepting(PORT);
  await fetch(url);
  const result = await act();
  await end(server);
  return result;
}

function diagnosis() {
  const args = [whyslow, 'diagnose', url, '--json', '--quiet', '--out', folder];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 16_777_216 }, (_error, stdout) => resolve(JSON.parse(stdout)));
  });
}

/** The median, each on a new connection. */
async function requestMs() {
  const timesMs = [];
  for (let n = 0; n < REQUESTS; n += 1) {
    const start = performance.now();
    await (await fetch(url, { headers: { connection: 'close' } })).text();
    timesMs.push(performance.now() - start);
  }
  return timesMs.toSorted((a, b) => a - b)[Math.floor(REQUESTS / 2)];
}

async function end(child) {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
