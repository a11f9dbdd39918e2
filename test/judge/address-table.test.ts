import { expect, test } from 'vitest';
import { addressTable } from '../../src/judge/address-table.ts';
import type { Addresses, AddressVisits, ColdVisit, ConnectOutcome } from '../../src/model/evidence.ts';
import { got } from '../../src/model/outcome.ts';

const accepted = (connectMs: number, totalMs: number | null): ColdVisit => ({
  connect: 'accepted',
  connectMs,
  firstByteMs: totalMs === null ? null : totalMs / 2,
  totalMs,
});
const turnedAway = (connect: ConnectOutcome, connectMs: number): ColdVisit => ({
  connect,
  connectMs,
  firstByteMs: null,
  totalMs: null,
});

const visits = (name: string, order: number, cold: readonly ColdVisit[]): AddressVisits => ({
  name,
  address: `address-${order}`,
  family: 4,
  order,
  cold,
  warm: [],
  answer: null,
  body: null,
  silence: null,
  statuses: {},
  location: null,
  response: null,
  firstAnswerMs: null,
  slowestAnswerMs: null,
  unanswered: [],
});

const evidence = (all: readonly AddressVisits[], lookupsMs: readonly number[] = [0.5]): Addresses => ({
  resolutions: [{ name: 'localhost', lookupsMs, answer: got([]) }],
  visits: all,
});

/** The total time of the address after this one, which answers in 3 ms after a lookup of 0.5 ms. */
function totalAfter(first: readonly ColdVisit[]): number | undefined {
  const rows = addressTable(evidence([visits('localhost', 0, first), visits('localhost', 1, [accepted(1, 3)])]));
  return rows.find(({ order }) => order === 1)?.totalMs?.p50;
}

test.each([
  ['the time of a refusal is added before the next address is tried', [turnedAway('refused', 2_041)], 2_044.5],
  ['the time of a timeout is added', [turnedAway('timed-out', 5_000)], 5_003.5],
  ['the time of a reset is added', [turnedAway('reset', 7)], 10.5],
  ['the time of an unreachable network is added', [turnedAway('unreachable', 0.1)], 3.6],
  ['the added time is the median of the connects', [1, 9, 2].map((ms) => turnedAway('refused', ms)), 5.5],
  ['an address that accepts ends the sequence, even without an answer', [accepted(1, null)], 3.5],
  ['one accepted connect is enough for that', [turnedAway('refused', 9), accepted(1, null)], 3.5],
  ['an address that was never tried costs nothing', [], 3.5],
])('%s', (_promise, first, total) => expect(totalAfter(first)).toBeCloseTo(total, 6));

test('the total includes every address before, but none after it and none of other names', () => {
  const rows = addressTable(
    evidence([
      visits('localhost', 2, [accepted(1, 3)]),
      visits('localhost', 0, [turnedAway('refused', 100)]),
      visits('localhost', 1, [turnedAway('refused', 10)]),
      visits('localhost', 3, [turnedAway('refused', 1_000)]),
      visits('elsewhere', 0, [turnedAway('refused', 10_000)]),
    ]),
  );
  expect(rows.find(({ order }) => order === 2)?.totalMs).toEqual({ p50: 113.5, p95: 113.5 });
});

test('a literal address has no lookup time', () => {
  const [row] = addressTable(evidence([visits('127.0.0.1', 0, [accepted(1, 3)])]));
  expect(row).toMatchObject({ resolveMs: 0, totalMs: { p50: 3 } });
});

test('the lookup is the median of the lookups', () =>
  expect(addressTable(evidence([visits('localhost', 0, [accepted(1, 3)])], [40, 1, 2]))[0]?.resolveMs).toBe(2));

test('an address that was never tried has no row', () => {
  expect(addressTable(evidence([visits('localhost', 0, []), visits('localhost', 1, [accepted(1, 3)])]))).toHaveLength(
    1,
  );
});

test('a row holds the commonest outcome, and no times for missing answers', () => {
  const cold = [turnedAway('refused', 1), turnedAway('timed-out', 5), turnedAway('refused', 3)];
  expect(addressTable(evidence([visits('localhost', 0, cold)]))).toEqual([
    {
      name: 'localhost',
      address: 'address-0',
      family: 4,
      order: 0,
      resolveMs: 0.5,
      connect: 'refused',
      connectMs: { p50: 3, p95: 5 },
      firstByteMs: null,
      totalMs: null,
      warmMs: null,
      answers: {
        statuses: {},
        location: null,
        firstMs: null,
        slowestMs: null,
        wholeMs: null,
        unanswered: 0,
        body: null,
      },
    },
  ]);
});

test('statuses, the first and the slowest answer are kept beside the medians', () => {
  const seen = {
    ...visits('localhost', 0, [accepted(1, 3), accepted(1, 9), accepted(1, 5)]),
    statuses: { 200: 2, 500: 1 },
    location: '/login',
    firstAnswerMs: 2_000,
    slowestAnswerMs: 3_000,
    unanswered: [{ code: 'no-answer', waitedMs: 5_000 }],
  };
  expect(addressTable(evidence([seen]))[0]?.answers).toEqual({
    statuses: { 200: 2, 500: 1 },
    location: '/login',
    firstMs: 2_000,
    slowestMs: 3_000,
    wholeMs: { p50: 5, p95: 9 },
    unanswered: 1,
    body: null,
  });
});

test('warm answers have their own column', () => {
  const warm = [44, 43, 45].map((totalMs) => ({ firstByteMs: 1, totalMs }));
  const [row] = addressTable(evidence([{ ...visits('localhost', 0, [accepted(1, 3)]), warm }]));
  expect(row?.warmMs).toEqual({ p50: 44, p95: 45 });
});
