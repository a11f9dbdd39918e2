import { expect, test } from 'vitest';
import { corsPreflight } from '../../../src/audit/http/cors-preflight.ts';
import type { Preflight } from '../../../src/model/preflight.ts';
import type { ServerWaits } from '../../../src/model/waits.ts';
import { answering, at, loopback, runserver, watched } from '../literals.ts';

const check = (over: Partial<Preflight>, listeners?: typeof runserver, waits?: ServerWaits) =>
  corsPreflight.check(
    {
      addresses: loopback([answering('127.0.0.1')]),
      preflight: {
        origin: 'http://localhost:3000',
        visitsMs: [150, 150, 150],
        status: 204,
        allows: true,
        maxAgeS: null,
        ...over,
      },
      ...(listeners === undefined ? {} : { listeners }),
      ...(waits === undefined ? {} : { waits }),
    },
    at(),
  );

test.each([
  ['slow and not kept', {}, 'fail'],
  ['slow and kept for less than ten minutes', { maxAgeS: 599 }, 'fail'],
  ['slow and kept for ten minutes', { maxAgeS: 600 }, 'note'],
  ['at the threshold', { visitsMs: [100] }, 'note'],
  ['just above it', { visitsMs: [100.1] }, 'fail'],
  ['quick and not kept', { visitsMs: [2, 2] }, 'note'],
  ['quick and never kept', { visitsMs: [2, 2], maxAgeS: -1 }, 'note'],
  ['quick and kept', { visitsMs: [2, 2], maxAgeS: 60 }, 'pass'],
  ['slow at the first time only', { visitsMs: [900, 2, 2], maxAgeS: 60 }, 'pass'],
  ['without a permission', { allows: false }, 'not-applicable'],
  ['refused', { status: 501 }, 'not-applicable'],
])('a preflight that is %s', (_what, over, outcome) => expect(check(over).outcome).toBe(outcome));

test('the finding has the price of one preflight, and how long it is kept', () =>
  expect(check({})).toMatchObject({
    severity: 'medium',
    costMs: 150,
    summary: expect.stringContaining(
      'waits 150 ms for it; without Access-Control-Max-Age, browsers ask again after 5 s.',
    ),
    advice: [{ command: 'Access-Control-Max-Age: 7200', savesMs: 150 }, {}, {}],
  }));

test('a second is severe', () => expect(check({ visitsMs: [1_000] })).toMatchObject({ severity: 'high' }));

test('a known server gets its own line', () =>
  expect(check({}, runserver)).toMatchObject({ advice: [{ command: 'CORS_PREFLIGHT_MAX_AGE = 7200' }, {}] }));

const sleeping = (requestMs: number): ServerWaits =>
  watched([requestMs], [{ kind: 'sleep', ms: requestMs, peer: null }]);

test.each([
  ['as long as a request that sleeps', sleeping(150), 'note'],
  ['a fifth longer', sleeping(125), 'note'],
  ['longer than that', sleeping(124), 'fail'],
])('a preflight that takes %s', (_what, waits, outcome) => expect(check({}, undefined, waits).outcome).toBe(outcome));
