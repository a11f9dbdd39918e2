import { expect, test } from 'vitest';
import { sleepingRequest } from '../../../src/audit/server/sleeping-request.ts';
import type { WaitShare } from '../../../src/model/waits.ts';
import { answeringAfter, at, baseline, loopback, runserver, watched } from '../literals.ts';

const share = (kind: WaitShare['kind'], ms: number): WaitShare => ({ kind, ms, peer: null });

test.each([
  ['all of it', [share('unexplained', 200)], 'inconclusive', '100 % of the time of a request could not be explained'],
  [
    'most of it',
    [share('unexplained', 102), share('cpu', 98)],
    'inconclusive',
    '51 % of the time of a request could not be explained',
  ],
  [
    'half of it',
    [share('unexplained', 100), share('cpu', 100)],
    'pass',
    'no such wait is most of the time of a request',
  ],
  ['none of it', [share('cpu', 100)], 'pass', 'no such wait is most of the time of a request'],
] as const)('where %s is unexplained', (_what, shares, outcome, summary) => {
  const waits = watched([200], shares);
  const evidence = {
    addresses: loopback([answeringAfter(200)]),
    'loopback-baseline': baseline(),
    listeners: runserver,
    waits,
  };
  expect(sleepingRequest.check(evidence, at())).toEqual({ outcome, summary });
});
