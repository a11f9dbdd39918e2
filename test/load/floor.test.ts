import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNullTarget } from '../../src/load/floor.ts';
import { type CompiledFlow, compileFlow } from '../../src/flows/compile.ts';
import { nullResponses } from '../../src/load/null-responses.ts';
import { authStacks } from '../../src/stacks/auth/index.ts';
import { suites, workloadFor } from '../../src/suites/index.ts';
import { suiteContext, measuring, trialAt, users } from './measured.ts';

const nullTargetFile = fileURLToPath(new URL('../../dist/load/null-target.js', import.meta.url));

let nullTarget: ChildProcess;
let port = 0;
beforeAll(async () => {
  nullTarget = fork(nullTargetFile, [], { execArgv: [] });
  [{ port }] = (await once(nullTarget, 'message')) as [{ readonly port: number }];
});
afterAll(() => void nullTarget.kill());

/** From now on the null target sends the responses of this flow. */
async function teach(flow: CompiledFlow): Promise<void> {
  const taught = once(nullTarget, 'message');
  nullTarget.send(nullResponses(flow));
  await taught;
}

/** All facts that stacks need to know of a server, and the variables that they name. */
const bind = { token_path: '/token', userinfo_path: '/me', revocation_path: '/revoke', refresh_path: '/refresh' };
const env = { SUPABASE_ANON_KEY: 'key' };
const everyFlow = authStacks.flatMap((stack) => {
  const site = { ...suiteContext.site, env, bind: { ...bind, ...stack.bind } };
  return suites
    .filter((suite) => suite.flowOf(stack, '/api/me') !== null)
    .map(({ id }) => [stack.id, id, { ...suiteContext, stack, site }] as const);
});

test.each(everyFlow)('the null target sends right responses for %s in the %s suite', async (_id, suite, context) => {
  const workload = workloadFor(context, suite);
  await teach(workload.flow);
  const { result } = await trialAt({ port }, { suite, workload, users: users(4), requests: 200 });
  expect(result).toMatchObject({ n: 200, errors: 0, reasons: {} });
});

const threeSteps = compileFlow({
  id: 'order',
  title: 'create, read, sign',
  noun: 'order',
  needs: 'nothing',
  steps: [
    {
      id: 'create',
      method: 'POST',
      path: '/orders',
      body: { json: {} },
      capture: { id: 'json:data.0.id' },
      expect: { status: [201] },
    },
    { id: 'read', method: 'GET', path: '/orders/{{step.id}}', capture: { rt: 'cookie:rt', csrf: 'form:csrf' } },
    {
      id: 'sign',
      method: 'POST',
      path: '/sign',
      body: { form: { t: '{{step.csrf}}' } },
      expect: { status: [302], location: '/done' },
    },
  ],
});

test('a flow of several steps gets the response of each step in turn', async () => {
  await teach(threeSteps);
  const workload = { flow: threeSteps, renew: [], recover: null, site: suiteContext.site };
  const { result } = await trialAt({ port }, { workload, users: users(4), requests: 50 });
  expect(result).toMatchObject({ n: 50, errors: 0, reasons: {}, statuses: { 302: 50 } });
  expect(result.steps.map(({ id, n, errors }) => [id, n, errors])).toEqual([
    ['create', 50, 0],
    ['read', 50, 0],
    ['sign', 50, 0],
  ]);
  // The time of a flow is the sum of its steps.
  const sumMs = result.steps.reduce((sum, { serviceMs }) => sum + (serviceMs?.mean ?? 0), 0);
  expect(sumMs).toBeCloseTo(result.serviceMs?.mean ?? 0, 1);
});

test('the floor is measured with the connections of the trial, after a rehearsal', async () => {
  const started = await startNullTarget();
  await started?.rehearse({ ...measuring('refresh'), model: 'open' }, AbortSignal.timeout(5_000));
  const floor = await started?.floor(4);
  started?.stop();
  expect(floor?.p50Ms).toBeGreaterThan(0);
  expect(floor?.p95Ms).toBeGreaterThanOrEqual(floor?.p50Ms ?? Infinity);
});
