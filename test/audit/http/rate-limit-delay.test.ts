import { expect, test } from 'vitest';
import { rateLimitDelay } from '../../../src/audit/http/rate-limit-delay.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import type { Slope } from '../../../src/model/slope.ts';
import type { ServerWaits } from '../../../src/model/waits.ts';
import { addressesOf, answeringInTurn, at, loopback, watched } from '../literals.ts';
import { slopeOf } from '../server-literals.ts';

const check = (row: AddressVisits, slope?: Slope, waits?: ServerWaits) =>
  rateLimitDelay.check(
    {
      addresses: loopback([row]),
      ...(slope === undefined ? {} : { slope }),
      ...(waits === undefined ? {} : { waits }),
    },
    at(),
  );

const after = (firstByteMs: number): Slope => slopeOf([], { afterPause: { pausedMs: 300, firstByteMs } });
const delayed = answeringInTurn(2, 3, 150, 151, 149, 150);
const sleeps = watched([150], [{ kind: 'sleep', ms: 140, peer: null }]);
const computes = watched([150], [{ kind: 'cpu', ms: 140, peer: null }]);

test('answers that become slow, and are quick again after a pause, are the finding', () =>
  expect(check(delayed, after(3))).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 147,
    summary: expect.stringContaining('the first 2 answers took at most 3.0 ms'),
  }));

test('what the delay provokes besides is no finding of its own', () =>
  expect(rateLimitDelay.explains).toEqual(['sleeping-request', 'slow-application']));

test.each([
  ['below half a second', 502, 'medium'],
  ['of half a second', 503, 'high'],
])('a delay %s', (_what, delayedMs, severity) =>
  expect(check(answeringInTurn(3, ...Array.from({ length: 4 }, () => delayedMs)), after(3))).toMatchObject({
    severity,
  }),
);

test.each([
  ['the answer after the pause takes half of the delay', after(75), undefined, 'fail'],
  ['it takes more', after(76), undefined, 'inconclusive'],
  ['there was no pause', undefined, undefined, 'inconclusive'],
  ['the server sleeps for most of a request', undefined, sleeps, 'fail'],
  ['the server computes for most of a request', after(3), computes, 'inconclusive'],
])('where %s', (_what, slope, waits, outcome) => expect(check(delayed, slope, waits).outcome).toBe(outcome));

test.each([
  ['a step of 49 ms', [2, 51, 51, 51], 'pass'],
  ['a step of 50 ms', [2, 52, 52, 52], 'fail'],
  ['less than twice the time', [100, 199, 199, 199], 'pass'],
  ['delays at random, as of a busy machine', [2, 2, 60, 300, 80, 200], 'pass'],
  ['delays that become longer', [2, 2, 100, 200, 300, 400], 'fail'],
  ['two slow answers only', [2, 2, 150, 150], 'pass'],
  ['a quick one among the slow', [2, 150, 150, 2, 150, 150], 'pass'],
  ['slow answers from the first one on', [150, 150, 150, 150], 'pass'],
  ['a slow first answer', [900, 2, 2, 2, 2], 'pass'],
])('%s', (_what, waitsMs, outcome) => expect(check(answeringInTurn(...waitsMs), after(1)).outcome).toBe(outcome));

test('refusals are a note, with the time that the server asks for', () => {
  const [row] = addressesOf({ localhost: [answeringInTurn(2, 2, 2)] }).visits;
  const refusing = { ...row, statuses: { 200: 2, 429: 5 } } as AddressVisits;
  expect(check(refusing)).toMatchObject({ outcome: 'note', summary: expect.stringContaining('5 of 7 requests') });
});

test('a refusal of other requests proves a limit', () =>
  expect(check({ ...delayed, statuses: { 200: 5, 429: 1 } }).outcome).toBe('fail'));
