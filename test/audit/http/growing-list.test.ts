import { expect, test } from 'vitest';
import { growingList } from '../../../src/audit/http/growing-list.ts';
import type { Payload } from '../../../src/model/payload.ts';
import { answering, at, loopback, runserver } from '../literals.ts';
import { visits } from './responses.ts';

type Size = readonly [ms: number, bytes?: number, status?: number];

const payloadOf = (one: Size, half: Size, given: Size): Payload => ({
  parameter: 'limit',
  sizes: (
    [
      ['one', one],
      ['half', half],
      ['given', given],
    ] as const
  ).map(([size, [ms, bytes = 1_000 * ms, status = 200]]) => ({
    size,
    status,
    bytes,
    visits: visits(ms, ms),
  })),
});

const check = (payload: Payload | undefined, listeners?: typeof runserver) =>
  growingList.check(
    {
      addresses: loopback([answering('127.0.0.1')]),
      ...(payload === undefined ? {} : { payload }),
      ...(listeners === undefined ? {} : { listeners }),
    },
    at(),
  );

test.each([
  ['in proportion', payloadOf([2], [75], [150]), 'fail'],
  ['with the square of the rows', payloadOf([2], [40], [150]), 'fail'],
  ['with a fixed part that is small enough', payloadOf([60], [105], [150]), 'fail'],
  ['with a fixed part that is too large', payloadOf([61], [105], [150]), 'pass'],
  ['until a limit of the server', payloadOf([2], [149], [150]), 'pass'],
  ['just enough beyond the half', payloadOf([0, 1], [120], [150]), 'fail'],
  ['not enough beyond the half', payloadOf([0, 1], [121], [150]), 'pass'],
  ['and is quick all the same', payloadOf([2], [50], [100]), 'pass'],
  ['while the body stays as long', payloadOf([2, 500], [75, 500], [150, 500]), 'note'],
  ['and the server refuses one row', payloadOf([2, 20, 400], [75], [150]), 'not-applicable'],
])('a time that grows %s', (_what, payload, outcome) => expect(check(payload).outcome).toBe(outcome));

test('the price is what the rows take, and the table has no value of the query', () =>
  expect(check(payloadOf([2], [75], [150]))).toMatchObject({
    severity: 'medium',
    costMs: 148,
    facts: [
      {
        rows: [
          ['1', '2.0 ms', '2000 bytes'],
          ['half', '75 ms', '75000 bytes'],
          ['as given', '150 ms', '150000 bytes'],
        ],
      },
    ],
    advice: [{ savesMs: 148 }, { command: 'CREATE INDEX ON table (column)' }, {}],
  }));

test('a second is severe', () => expect(check(payloadOf([2], [500], [1_002]))).toMatchObject({ severity: 'high' }));

test('a size that never ended is not judged', () => {
  const [one, half, given] = payloadOf([2], [75], [150]).sizes;
  if (one === undefined || half === undefined || given === undefined) throw new Error('three sizes');
  expect(check({ parameter: 'limit', sizes: [one, half, { ...given, visits: [] }] }).outcome).toBe('not-applicable');
});

test('without a size parameter there is nothing to vary', () =>
  expect(check(undefined).outcome).toBe('not-applicable'));

test('a known server gets its own line', () =>
  expect(check(payloadOf([2], [75], [150]), runserver)).toMatchObject({
    advice: [{ do: expect.stringContaining('select_related') }, {}],
  }));
