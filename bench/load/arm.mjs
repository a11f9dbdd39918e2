// One measurement by one Node generator in its own process, as on the command line. The order arrives over IPC, and the
// result is sent back over IPC.

import { once } from 'node:events';

const dist = new URL('../../dist/', import.meta.url);
const load = (path) => import(new URL(path, dist));

const arms = { whyslow, undici, autocannon, 'autocannon chain': chain };

const [{ arm, ...order }] = await once(process, 'message');
process.send(await arms[arm](order));
process.disconnect();

function targetAt(port) {
  return { url: `http://127.0.0.1:${port}/`, scheme: 'http', host: '127.0.0.1', port, path: '/' };
}

async function whyslow({ port, connections, ms, suite, perSecond = null, sampleRss = false }) {
  const [{ runTrial }, { startNullTarget }, { workloadFor }, { simplejwt }] = await Promise.all([
    load('load/trial.js'),
    load('load/floor.js'),
    load('suites/index.js'),
    load('stacks/auth/simplejwt.js'),
  ]);
  const rssMb = [];
  const timer = sampleRss ? setInterval(() => rssMb.push(process.memoryUsage.rss() / 1_048_576), 1000) : null;
  const site = { origin: `http://127.0.0.1:${port}`, client: { id: '', secret: '' }, env: {}, bind: {} };
  const workload = workloadFor({ stack: simplejwt, apiPath: '/api/me/', site }, suite);
  // Every run does this before its first trial.
  const nullTarget = await startNullTarget();
  await nullTarget.rehearse(
    { suite, workload, model: perSecond === null ? 'closed' : 'open' },
    AbortSignal.timeout(5000),
  );
  nullTarget.stop();
  const users = Array.from({ length: connections }, (_, index) => ({
    credentials: { username: `user${index}`, password: 'pass phrase' },
    session: { values: { access: `first-access-${index}`, refresh: `first-refresh-${index}` }, cookies: [] },
  }));
  const { result } = await runTrial({
    suite,
    workload,
    target: targetAt(port),
    arm: 'target',
    users,
    connection: 'kept-alive',
    model: perSecond === null ? { kind: 'closed' } : { kind: 'open', perSecond, pace: { kind: 'constant', perSecond } },
    warmUp: 'until-steady',
    requests: Infinity,
    maxTimeMs: ms,
    limit: null,
    untilSure: false,
    floor: null,
    tickMs: 500,
    signal: new AbortController().signal,
    onProgress: () => {},
    onInterval: () => {},
    onSample: () => {},
  });
  clearInterval(timer);
  return { ...result, rssMb };
}

/** undici's dispatch with timestamps in its callbacks, as a comparison for the project's own HTTP client. */
async function undici({ port, connections, ms }) {
  const [{ Client }, { emptyHistogram }] = await Promise.all([import('undici'), load('stats/histogram.js')]);
  const times = emptyHistogram();
  const request = { method: 'GET', path: '/api/me/', headers: { authorization: 'Bearer first' } };
  const untilMs = performance.now() + ms;
  const live = async () => {
    const client = new Client(`http://127.0.0.1:${port}`, { pipelining: 1 });
    for (let sent = 0; performance.now() < untilMs; sent += 1) {
      const tookUs = await dispatched(client, request);
      if (sent >= 3) times.record(tookUs);
    }
    await client.destroy();
  };
  await Promise.all(Array.from({ length: connections }, live));
  return { n: times.count, errors: 0, perSecond: (times.count / ms) * 1000, serviceMs: quantiles(times) };
}

/** A function declaration, since the module awaits its order above and calls this before its last line runs. */
function dispatched(client, request) {
  return new Promise((resolve, reject) => {
    let sentMs = 0;
    client.dispatch(request, {
      onRequestStart: () => (sentMs = performance.now()),
      onResponseStart() {},
      onResponseData() {},
      onResponseEnd: () => resolve(Math.round((performance.now() - sentMs) * 1000)),
      onResponseError: (_controller, error) => reject(error),
    });
  });
}

/** autocannon's own histogram holds whole milliseconds. Its `response` events are not rounded. */
async function autocannon({ port, connections, ms }) {
  return cannon({ url: `http://127.0.0.1:${port}/api/me/`, connections, duration: ms / 1000 });
}

/** A chain through `setupRequest`: each request carries the refresh token of the previous response. */
async function chain({ port, connections, ms }) {
  const tokens = new WeakMap();
  return cannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: ms / 1000,
    setupClient(client) {
      tokens.set(client, 'first');
      const body = () => JSON.stringify({ refresh: tokens.get(client) });
      client.setRequests([
        {
          method: 'POST',
          path: '/api/token/refresh/',
          headers: { 'content-type': 'application/json' },
          setupRequest: (request) => ({ ...request, body: body() }),
          onResponse: (_status, answer) => tokens.set(client, JSON.parse(answer).refresh),
        },
      ]);
    },
  });
}

async function cannon(options) {
  const [{ default: autocannonOf }, { emptyHistogram }] = await Promise.all([
    import('autocannon'),
    load('stats/histogram.js'),
  ]);
  const times = emptyHistogram();
  const startedMs = performance.now();
  let lastMs = startedMs;
  await new Promise((resolve, reject) => {
    const running = autocannonOf({ timeout: 10, ...options }, (error) => (error ? reject(error) : resolve()));
    running.on('response', (_client, _status, _bytes, tookMs) => {
      lastMs = performance.now();
      times.record(Math.round(tookMs * 1000));
    });
  });
  return {
    n: times.count,
    errors: 0,
    perSecond: (times.count / (lastMs - startedMs)) * 1000,
    serviceMs: quantiles(times),
  };
}

function quantiles(times) {
  return { p50: times.percentileMs(50), p99: times.percentileMs(99) };
}
