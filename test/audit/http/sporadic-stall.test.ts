import { describe, expect, test } from 'vitest';
import { sporadicStall } from '../../../src/audit/http/sporadic-stall.ts';
import type { AddressVisits, EvidenceValues } from '../../../src/model/evidence.ts';
import { at, loopback, silent, taking, times, watched } from '../literals.ts';
import { machineOf } from '../server-literals.ts';

type Uses = Partial<Pick<EvidenceValues, 'machine' | 'waits'>>;
const check = (rows: readonly AddressVisits[], uses: Uses = {}) =>
  sporadicStall.check({ addresses: loopback(rows), ...uses }, at());

const everySecond = [1, 2_000, 1, 2_000, 1, 2_000, 1];

test('every second answer takes 2 s: both times with their counts, and that they take turns', () => {
  const opinion = check([taking('127.0.0.1', everySecond, everySecond)]);
  expect(opinion).toMatchObject({ outcome: 'fail', severity: 'high', costMs: 1_999 });
  expect(opinion.summary).toBe(
    'GET / has two times: 6 of 14 answers take 2.00 s, 8 take 1.0 ms. On new connections every second answer is slow.',
  );
  expect(opinion).toMatchObject({ advice: [{ do: expect.stringContaining('each upstream') }, {}] });
});

test('where the server was watched, its parts are stated', () => {
  const waits = watched([90], [{ kind: 'sleep', ms: 90, peer: null }]);
  expect(JSON.stringify(check([taking('127.0.0.1', everySecond)], { waits }))).toContain('100 % asleep');
});

test('two addresses are counted together, and each has its own line', () => {
  const opinion = check([taking('::1', [1, 1, 300, 1, 1]), taking('127.0.0.1', [1, 400, 1, 1, 1])]);
  expect(opinion).toMatchObject({ outcome: 'fail', severity: 'medium' });
  expect(opinion.summary).toBe('GET / has two times: 2 of 10 answers take 300 ms, 8 take 1.0 ms.');
  expect(JSON.stringify(opinion)).toContain('::1: 1 of 5 answers takes 300 ms, 4 take 1.0 ms');
});

describe('it is no sporadic stall where', () => {
  test.each([
    ['all are quick', times(7, 1), []],
    ['all are slow', times(7, 500), []],
    ['noise stays below 100 ms', [1, 90, 1, 99, 1, 100, 1], []],
    ['the slow ones are less than four times as slow', [60, 200, 60, 220, 60, 60, 60], []],
    ['the first answer alone is slow', [2_000, ...times(6, 1)], times(7, 1)],
    ['new connections are slow, and open ones quick', times(7, 500), times(7, 1)],
    ['open connections are slow, and new ones quick', times(7, 1), times(7, 500)],
    ['three answers are no series', [1, 500, 1], []],
  ])('%s', (_where, fresh, open) => expect(check([taking('127.0.0.1', fresh, open)]).outcome).toBe('pass'));

  test('one address is slow, and the other quick', () =>
    expect(check([taking('::1', times(7, 500)), taking('127.0.0.1', times(7, 1))]).outcome).toBe('pass'));

  test('no answer came', () => expect(check([silent('127.0.0.1')]).outcome).toBe('not-applicable'));
});

describe('one slow answer that is not the first', () => {
  test.each([
    ['of 499 ms is a note', 499, 'note'],
    ['of 500 ms is a finding', 500, 'fail'],
  ])('%s', (_promise, slow, outcome) =>
    expect(check([taking('127.0.0.1', [1, 1, slow, 1, 1, 1, 1])]).outcome).toBe(outcome),
  );
});

describe('it is not decided where', () => {
  test('no quick answer came after the first slow one', () => {
    const opinion = check([taking('127.0.0.1', [1, 1, 1, 300, 300, 300, 300], times(7, 300))]);
    expect(opinion.outcome).toBe('pass');
    const later = check([taking('127.0.0.1', [1, 1, 1, 1, 300, 300, 300], times(3, 300))]);
    expect(later).toMatchObject({ outcome: 'inconclusive', summary: expect.stringContaining('a limit of the rate') });
  });

  test.each([['answers were refused by a limit of the rate', { statuses: { 200: 4, 429: 3 } }]])(
    '%s',
    (_where, over) => {
      const opinion = check([{ ...taking('127.0.0.1', everySecond), ...over }]);
      expect(opinion).toMatchObject({ outcome: 'inconclusive', summary: expect.stringContaining('limits the rate') });
    },
  );

  test('the machine may have taken the time', () => {
    const row = taking('127.0.0.1', [1, 151, 1, 1, 151, 1, 1]);
    expect(check([row], { machine: machineOf({ queuedMs: 100 }) }).outcome).toBe('inconclusive');
    expect(check([row], { machine: machineOf({ queuedMs: 99 }) }).outcome).toBe('fail');
    expect(check([row], { machine: machineOf() }).outcome).toBe('fail');
  });
});
