import { expect, test } from 'vitest';
import { type Pace, pacer, sharedPacer } from '../../../src/load/pacer.ts';
import { sharesOf } from '../../../src/load/processes/share.ts';
import { users } from '../measured.ts';

type Shared = Parameters<typeof sharesOf>[0];

const trial = (connections: number, over: Partial<Shared>): Shared => ({
  suite: 'api',
  target: { url: 'http://127.0.0.1:1/', scheme: 'http', host: '127.0.0.1', port: 1, path: '/' },
  arm: 'target',
  users: users(connections),
  connection: 'kept-alive',
  model: { kind: 'closed' },
  warmUp: 'until-steady',
  requests: 100,
  maxTimeMs: 1_000,
  limit: null,
  untilSure: false,
  tickMs: 500,
  workload: {
    flow: { id: 'api', title: 'api', noun: 'a read', needs: 'nothing', steps: [] },
    renew: [],
    recover: null,
    site: { origin: '', client: { id: '', secret: '' }, env: {}, bind: {} },
  },
  ...over,
});

const open: Shared['model'] = { kind: 'open', perSecond: 10, pace: { kind: 'constant', perSecond: 10 } };

test.each([
  ['two equal shares', 10, 2, {}, [5, 5], [50, 50]],
  ['a closed trial by connections', 10, 3, {}, [3, 3, 4], [30, 30, 40]],
  ['one connection each', 3, 3, { requests: 10 }, [1, 1, 1], [3, 4, 3]],
  ['a duration', 4, 2, { requests: Infinity }, [2, 2], [Infinity, Infinity]],
  ['an open trial by sends', 10, 3, { model: open }, [3, 3, 4], [34, 33, 33]],
  ['an open trial of a duration', 2, 2, { model: open, requests: Infinity }, [1, 1], [Infinity, Infinity]],
] as const)('%s: shares add up to the trial', (_what, connections, processes, over, expectedUsers, requests) => {
  const whole = trial(connections, over);
  const shares = sharesOf(whole, processes);
  expect(shares.map((share) => share.users.length)).toEqual(expectedUsers);
  expect(shares.map((share) => share.requests)).toEqual(requests);
  expect(shares.flatMap((share) => share.users)).toEqual(whole.users);
});

const times = (next: () => number, n: number): readonly number[] => Array.from({ length: n }, next);

test.each<[string, Pace]>([
  ['constant', { kind: 'constant', perSecond: 70 }],
  ['poisson', { kind: 'poisson', perSecond: 70, seed: 3 }],
  ['ramp', { kind: 'ramp', fromPerSecond: 0, toPerSecond: 70, overS: 2 }],
])('the sends of three processes together are the %s plan', (_kind, pace) => {
  const shares = [0, 1, 2].flatMap((index) => times(sharedPacer(pace, { index, of: 3 }), 100));
  expect(shares.toSorted((a, b) => a - b)).toEqual(times(pacer(pace), 300));
});
