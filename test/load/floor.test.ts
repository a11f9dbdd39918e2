import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startNullTarget } from '../../src/load/floor.ts';
import { suites } from '../../src/suites/index.ts';
import { simplejwt } from '../../src/targets/auth/simplejwt.ts';
import { pass, users } from './measured.ts';

const nullTargetFile = fileURLToPath(new URL('../../dist/load/null-target.js', import.meta.url));

test.each([['refresh'], ['api'], ['login']] as const)(
  'to the %s suite each answer of the null target is a right one',
  async (name) => {
    const child = fork(nullTargetFile, [], { execArgv: [] });
    const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }];
    const { result } = await pass({ port }, { suite: suites[name], users: users(4), requests: 200 });
    child.kill();
    expect(result).toMatchObject({ n: 200, errors: 0 });
  },
);

test('the floor is measured with as many connections as the pass will have, after a rehearsal', async () => {
  const nullTarget = await startNullTarget();
  await nullTarget?.rehearse(
    { suite: suites.refresh, ground: { stack: simplejwt, apiPath: '/api/me/' }, model: 'open' },
    AbortSignal.timeout(5_000),
  );
  const floor = await nullTarget?.floor(4);
  nullTarget?.stop();
  expect(floor?.p50Ms).toBeGreaterThan(0);
  expect(floor?.p95Ms).toBeGreaterThanOrEqual(floor?.p50Ms ?? Infinity);
});
