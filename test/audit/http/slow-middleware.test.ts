import { expect, test } from 'vitest';
import { slowMiddleware } from '../../../src/audit/http/slow-middleware.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import type { RouteVariants } from '../../../src/model/route-variants.ts';
import type { ServerWaits } from '../../../src/model/waits.ts';
import { answering, answeringAfter, at, loopback, refused, watched } from '../literals.ts';
import { visits } from './responses.ts';

const check = (
  routes: Partial<RouteVariants> | null,
  { row = answeringAfter(200), waits }: { row?: AddressVisits; waits?: ServerWaits } = {},
) =>
  slowMiddleware.check(
    {
      addresses: loopback([row]),
      ...(routes === null
        ? {}
        : {
            'route-variants': {
              target: visits(200, 200, 200),
              missing: visits(190, 190, 190),
              missingStatus: 404,
              ...routes,
            },
          }),
      ...(waits === undefined ? {} : { waits }),
    },
    at(),
  );

test('a path that does not exist and takes as long is the finding, with its price', () =>
  expect(check({})).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 189.8,
    summary:
      'A path that does not exist takes 190 ms, the URL 200 ms: every route takes 190 ms before or around its handler.',
    advice: [{ savesMs: 189.8 }, {}],
  }));

test.each([
  ['below the threshold', { missing: visits(100) }, 'pass'],
  ['above it, and most of the time', { missing: visits(120.3) }, 'fail'],
  ['above it, and less than most', { missing: visits(120.3), target: visits(210) }, 'note'],
  ['longer than the URL itself', { missing: visits(900) }, 'fail'],
  ['found', { missingStatus: 200 }, 'inconclusive'],
  ['found at once', { missingStatus: 200, missing: visits(2) }, 'pass'],
  ['refused', { missingStatus: 401 }, 'inconclusive'],
  ['gone', { missingStatus: 410 }, 'fail'],
  ['never answered to the end', { missing: [] }, 'inconclusive'],
  ['not compared in turn, as where answers take long', { target: [] }, 'fail'],
])('a path that is %s', (_what, routes, outcome) => expect(check(routes).outcome).toBe(outcome));

test('the price is never more than the URL takes', () =>
  expect(check({ missing: visits(900) })).toMatchObject({ costMs: 200 }));

test('half a second is severe', () =>
  expect(check({ missing: visits(600), target: visits(600) })).toMatchObject({ severity: 'high' }));

const sleeping = watched([200, 200], [{ kind: 'sleep', ms: 390, peer: null }]);
const mixed = watched(
  [200, 200],
  [
    { kind: 'sleep', ms: 200, peer: null },
    { kind: 'cpu', ms: 200, peer: null },
  ],
);

const crowded = watched([200, 200], [{ kind: 'core', ms: 300, peer: null }]);

test.each([
  ['other programs on the cores slow down every route', crowded, 'inconclusive'],
  ['one cause inside is the finding, and this one its note', sleeping, 'note'],
  ['several parts inside are no cause of their own', mixed, 'fail'],
])('%s', (_what, waits, outcome) => expect(check({}, { waits }).outcome).toBe(outcome));

test.each([
  ['a quick server has no slow part', answering('127.0.0.1'), 'not-applicable'],
  ['a server that does not answer', refused('127.0.0.1'), 'not-applicable'],
  [
    'a URL that does not exist itself',
    { ...answeringAfter(200), answer: { status: 404, server: null } },
    'inconclusive',
  ],
])('%s', (_what, row, outcome) => expect(check({}, { row }).outcome).toBe(outcome));

test('without another path nothing is known', () => expect(check(null).outcome).toBe('inconclusive'));
