import { afterEach } from 'vitest';
import { type Trial, type TrialOutcome, runTrial, TICK_MS } from '../../src/load/trial.ts';
import type { VirtualUser } from '../../src/flows/workload.ts';
import { type SuiteContext, workloadFor } from '../../src/suites/index.ts';
import { simplejwt } from '../../src/stacks/auth/simplejwt.ts';
import { targetAt } from '../audit/literals.ts';
import { type Rule, startTokenServer, type TokenServer } from './token-server.ts';

export const WARMUP_PER_USER = 3;

const started: TokenServer[] = [];
afterEach(() => started.splice(0).forEach((server) => server.stop()));

/** A server that is stopped at the end of the test. */
export async function serverWith(rule?: Rule): Promise<TokenServer> {
  const server = await startTokenServer(rule);
  started.push(server);
  return server;
}

export const users = (n: number): readonly VirtualUser[] =>
  Array.from({ length: n }, (_, index) => ({
    credentials: { username: `user${index}`, password: 'pass phrase' },
    session: { values: { access: `first-access-${index}`, refresh: `first-refresh-${index}` }, cookies: [] },
  }));

export const suiteContext: SuiteContext = {
  stack: simplejwt,
  apiPath: '/api/me/',
  site: { origin: 'http://127.0.0.1', client: { id: '', secret: '' }, env: {}, bind: {} },
};

/** A suite of SimpleJWT in the form of a trial. */
export const measuring = (suite: 'refresh' | 'api' | 'login'): Pick<Trial, 'suite' | 'workload'> => ({
  suite,
  workload: workloadFor(suiteContext, suite),
});

/** Runs a trial: twenty refreshes, one at a time, unless `over` changes it. */
export const trialAt = ({ port }: Pick<TokenServer, 'port'>, over: Partial<Trial> = {}): Promise<TrialOutcome> =>
  runTrial({
    ...measuring('refresh'),
    target: targetAt('127.0.0.1', port),
    arm: 'target',
    users: users(1),
    connection: 'kept-alive',
    requests: 20,
    maxTimeMs: 20_000,
    model: { kind: 'closed' },
    warmUp: 'three-each',
    limit: null,
    untilSure: false,
    floor: null,
    tickMs: TICK_MS,
    signal: new AbortController().signal,
    ...over,
  });
