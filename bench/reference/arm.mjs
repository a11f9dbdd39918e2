// One trial of the project's own load engine in its own process, on its own core. The order arrives over IPC. The result is
// sent back with the users and their latest tokens, with which the next trial goes on.

import { once } from 'node:events';

const dist = new URL('../../dist/', import.meta.url);
const load = (path) => import(new URL(path, dist));

const [{ url, suite, users, ms, requests }] = await once(process, 'message');
const [{ runTrial }, { workloadFor }, { simplejwt }, { parseTarget }] = await Promise.all([
  load('load/trial.js'),
  load('suites/index.js'),
  load('stacks/auth/simplejwt.js'),
  load('gather/target.js'),
]);
const site = { origin: new URL(url).origin, client: { id: '', secret: '' }, env: {}, bind: {} };
const { result, users: after } = await runTrial({
  suite,
  workload: workloadFor({ stack: simplejwt, apiPath: '/api/me/', site }, suite),
  target: parseTarget(url),
  arm: 'target',
  users,
  connection: 'kept-alive',
  model: { kind: 'closed' },
  warmUp: 'until-steady',
  requests: requests ?? Infinity,
  maxTimeMs: ms ?? Infinity,
  limit: null,
  untilSure: false,
  floor: null,
  tickMs: 500,
  signal: new AbortController().signal,
  onProgress: () => {},
  onInterval: () => {},
  onSample: () => {},
});
process.send({ result, users: after });
process.disconnect();
