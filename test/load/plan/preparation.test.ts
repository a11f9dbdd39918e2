import { expect, test } from 'vitest';
import { preparation } from '../../../src/load/plan/preparation.ts';
import type { Shape } from '../../../src/load/plan/contract.ts';
import { startNullTarget } from '../../../src/load/floor.ts';
import { measuring } from '../measured.ts';

const shape = (suite: Shape['suite'], connections: number, floorAnew: boolean): Shape => ({
  suite,
  connection: 'kept-alive',
  connections,
  share: 1,
  judged: true,
  perSecond: null,
  floorAnew,
});

test('each suite is rehearsed once, and a floor is measured for each number of connections or when asked for anew', async () => {
  const real = await startNullTarget();
  if (real === null) throw new Error('the null target did not start');
  const done: string[] = [];
  const prepare = preparation(
    {
      ...real,
      floor: (connections) => (done.push(`floor of ${connections}`), real.floor(connections)),
      rehearse: (play, signal) => (done.push(`rehearse ${play.suite}`), real.rehearse(play, signal)),
    },
    new AbortController().signal,
  );
  const scene = { workload: measuring('api').workload, model: 'closed' } as const;
  try {
    for (const [step, expected] of [
      [shape('api', 1, true), ['rehearse api', 'floor of 1']],
      [shape('api', 1, false), []],
      [shape('api', 2, false), ['floor of 2']],
      [shape('api', 1, true), ['floor of 1']],
      [shape('login', 1, false), ['rehearse login']],
    ] as const) {
      done.length = 0;
      const floor = await prepare(step, scene);
      expect(done).toEqual(expected);
      expect(floor?.p50Ms).toBeGreaterThan(0);
    }
  } finally {
    real.stop();
  }
});

test('without a null target the floor is unknown, and nothing else fails', async () =>
  expect(
    await preparation(null, new AbortController().signal)(shape('api', 1, true), {
      workload: measuring('api').workload,
      model: 'closed',
    }),
  ).toBeNull());
