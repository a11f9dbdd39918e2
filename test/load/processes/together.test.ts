import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { compileFlow } from '../../../src/flows/compile.ts';
import { type GeneratorPool, startGenerators } from '../../../src/load/processes/pool.ts';
import { notStarted, type PooledTrial } from '../../../src/load/processes/together.ts';
import { TICK_MS } from '../../../src/load/trial.ts';
import { targetAt } from '../../audit/literals.ts';
import { measuring, serverWith, suiteContext, users, WARMUP_PER_USER } from '../measured.ts';
import type { Rule, TokenServer } from '../token-server.ts';

const pool = startGenerators(2);
afterAll(() => pool.stop());

const CONNECTIONS = 4;

const trialOf = ({ port }: Pick<TokenServer, 'port'>, over: Partial<PooledTrial> = {}): PooledTrial => ({
  ...measuring('refresh'),
  target: targetAt('127.0.0.1', port),
  arm: 'target',
  users: users(CONNECTIONS),
  connection: 'kept-alive',
  requests: 200,
  maxTimeMs: 20_000,
  model: { kind: 'closed' },
  warmUp: 'three-each',
  limit: null,
  untilSure: false,
  tickMs: TICK_MS,
  signal: new AbortController().signal,
  ...over,
});

function measured(
  server: Pick<TokenServer, 'port'>,
  over: Partial<PooledTrial> = {},
  generators: GeneratorPool = pool,
): ReturnType<GeneratorPool['measure']> {
  const trial = trialOf(server, over);
  const { suite, connection } = trial;
  const shape = {
    suite,
    connection,
    connections: CONNECTIONS,
    share: 1,
    judged: true,
    perSecond: null,
    floorAnew: false,
  };
  return generators.measure(trial, shape);
}

test('two processes measure the requested number together, and no token is presented twice, in the next trial neither', async () => {
  const server = await serverWith();
  const first = await measured(server);
  const sent = 200 + CONNECTIONS * WARMUP_PER_USER;
  expect(first.result).toMatchObject({
    processes: 2,
    connections: CONNECTIONS,
    n: 200,
    errors: 0,
    statuses: { 200: 200 },
    warmup: CONNECTIONS * WARMUP_PER_USER,
    ended: null,
  });
  expect(first.result.timeline.reduce((sum, { n }) => sum + n, 0)).toBe(200);
  expect(server.connections()).toBe(CONNECTIONS);
  expect(server.requests.length).toBe(sent);
  await measured(server, { users: first.users });
  expect(server.requests.length).toBe(2 * sent);
  expect(server.presented.size).toBe(2 * sent);
});

test('an open trial sends its plan exactly', async () => {
  const server = await serverWith();
  const model = { kind: 'open', perSecond: 400, pace: { kind: 'poisson', perSecond: 400, seed: 2 } } as const;
  const { result } = await measured(server, { requests: 101, model });
  expect(result).toMatchObject({ n: 101, rate: 400, model: 'open', ended: null });
  expect(server.requests.length).toBe(101 + CONNECTIONS * WARMUP_PER_USER);
});

test('each process sends its half, and the numbers of iterations are unique among them', async () => {
  const server = await serverWith();
  const step = { id: 'read', method: 'GET', path: '/number/{{n}}' } as const;
  const flow = compileFlow({ id: 'numbers', title: 'numbers', noun: 'a number', needs: 'nothing', steps: [step] });
  const workload = { flow, renew: [], recover: null, site: suiteContext.site };
  const { result } = await measured(server, { suite: 'numbers', workload, requests: 100 });
  expect(result).toMatchObject({ n: 100, errors: 0 });
  const numbers = server.requests.map((path) => Number(path.split('/').at(-1)));
  expect(new Set(numbers).size).toBe(100 + CONNECTIONS * WARMUP_PER_USER);
  // Each process counts in steps of two, so the parity says which one sent the request.
  expect([0, 1].map((parity) => numbers.filter((n) => n % 2 === parity).length)).toEqual([56, 56]);
});

const each =
  (nth: number, status: number): Rule =>
  ({ served, path }, response) => {
    const isDue = path.includes('refresh') && served % nth === 0;
    if (isDue) response.writeHead(status).end('{}');
    return isDue;
  };

test.each([
  ['wrong statuses', each(5, 503), 'status 503', '503'],
  ['redirects', each(7, 302), 'status 302', '302'],
])('%s of both processes add up', async (_what, rule, _reason, status) => {
  const server = await serverWith(rule);
  const { n, errors, statuses, reasons, relogins } = (await measured(server, { requests: 100 })).result;
  expect(n + errors).toBe(100);
  expect(errors).toBeGreaterThan(5);
  expect(statuses).toEqual({ 200: n, [status]: errors });
  expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(errors);
  expect(relogins).toBe(errors);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function haveEnded(pids: readonly number[]): Promise<void> {
  await expect.poll(() => pids.filter(isRunning), { timeout: 5_000 }).toEqual([]);
}

const isLinux = process.platform === 'linux';

test.runIf(isLinux)('neither arguments nor environment of a process hold a secret', () => {
  for (const pid of pool.pids()) {
    const shown = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8')).join(' ');
    expect(shown).not.toMatch(/pass phrase|first-refresh|first-access/);
  }
});

const isPosix = process.platform !== 'win32';

test.runIf(isPosix)(
  'an abort ends both processes, also one that hangs, and the measurements so far are kept',
  async () => {
    const own = startGenerators(2);
    const stop = new AbortController();
    const server = await serverWith();
    const onInterval = (): void => {
      process.kill(own.pids()[1] ?? 0, 'SIGSTOP');
      stop.abort('interrupted');
    };
    const { result } = await measured(server, { requests: Infinity, signal: stop.signal, onInterval }, own);
    expect(result).toMatchObject({ errors: 0, ended: { kind: 'interrupted', done: result.n } });
    expect(result.n).toBeGreaterThan(0);
    const pids = own.pids();
    own.stop();
    await haveEnded(pids);
  },
);

test('the death of one process ends the trial as invalid, with the measurements of the other', async () => {
  const own = startGenerators(2);
  const server = await serverWith();
  const onInterval = (): void => void process.kill(own.pids()[1] ?? 0, 'SIGKILL');
  const { result, users: after } = await measured(server, { requests: Infinity, onInterval }, own);
  expect(result).toMatchObject({ selfCheck: { valid: false }, ended: { kind: 'generator-failed' } });
  expect(result.ended).toMatchObject({ failure: 'generator process 2 of 2 ended: SIGKILL' });
  expect(result.n).toBeGreaterThan(0);
  expect(after).toHaveLength(CONNECTIONS);
  const pids = own.pids();
  own.stop();
  await haveEnded(pids);
});

test('a process that cannot start is the end of the trial, and no error', async () => {
  const server = await serverWith();
  const { result, users: after } = notStarted(trialOf(server), 2, new Error('spawn EAGAIN'));
  expect(result).toMatchObject({
    n: 0,
    processes: 2,
    ended: { kind: 'generator-failed', failure: 'a generator process did not start: spawn EAGAIN' },
  });
  expect(after).toEqual(users(CONNECTIONS));
});
