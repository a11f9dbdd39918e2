import { expect, test } from 'vitest';
import { cpuThrottled } from '../../../src/audit/server/cpu-throttled.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import type { Throttling } from '../../../src/model/throttling.ts';
import { at, loopback, silent, taking, times } from '../literals.ts';

const half: Throttling = { elapsedMs: 2_000, limitCores: 0.5, periodMs: 100, throttledPeriods: 10, throttledMs: 700 };

const check = (over: Partial<Throttling> = {}, row: AddressVisits = taking('127.0.0.1', times(7, 200))) =>
  cpuThrottled.check({ addresses: loopback([row]), throttling: { ...half, ...over } }, at());

test('the limit held the server back for half of the time of its answers', () => {
  const opinion = check();
  expect(opinion).toMatchObject({ outcome: 'fail', severity: 'medium', costMs: 100 });
  expect(opinion.summary).toBe(
    'The CPU limit of its control group (0.5 cores, in periods of 100 ms) held the server back for 700 ms of the ' +
      '1.40 s in which 7 answers were awaited.',
  );
});

test.each([
  ['less than half is a note', { throttledMs: 699 }, undefined, 'note'],
  ['quick answers are a note', {}, taking('127.0.0.1', times(7, 90)), 'note'],
  ['no period was used up', { throttledPeriods: 0, throttledMs: 0 }, undefined, 'pass'],
  ['there is no limit', { limitCores: null, periodMs: null, throttledPeriods: 0, throttledMs: 0 }, undefined, 'pass'],
  ['no answer came', {}, silent('127.0.0.1'), 'not-applicable'],
] as const)('%s', (_promise, over, row, outcome) => expect(check(over, row).outcome).toBe(outcome));

test('several cores that are held back at once cost no more than the answers took', () =>
  expect(check({ throttledMs: 9_000 })).toMatchObject({ outcome: 'fail', costMs: 200 }));

test('half a second for each answer is severe', () =>
  expect(check({ throttledMs: 3_500 }, taking('127.0.0.1', times(7, 600)))).toMatchObject({ severity: 'high' }));
