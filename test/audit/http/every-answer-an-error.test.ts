import { expect, test } from 'vitest';
import { everyAnswerAnError } from '../../../src/audit/http/every-answer-an-error.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import { addressesOf, answering, at, loopback, refused, silent } from '../literals.ts';

const saying = (address: string, statuses: Readonly<Record<string, number>>): AddressVisits => ({
  ...answering(address),
  statuses,
});

const check = (...rows: readonly AddressVisits[]) => everyAnswerAnError.check({ addresses: loopback(rows) }, at());

test.each([
  ['500 each time', [{ 500: 14 }], 'fail'],
  ['the last of them', [{ 599: 14 }], 'fail'],
  ['beyond them', [{ 600: 14 }], 'pass'],
  ['several kinds of error', [{ 500: 7, 502: 7 }], 'fail'],
  ['one answer that is none', [{ 500: 13, 200: 1 }], 'pass'],
  ['one refusal', [{ 500: 13, 429: 1 }], 'pass'],
  ['refusals', [{ 404: 14 }], 'pass'],
  ['redirects', [{ 302: 14 }], 'pass'],
  ['a status that HTTP does not have', [{ 0: 14 }], 'pass'],
  ['errors on both addresses', [{ 500: 14 }, { 503: 14 }], 'fail'],
  ['errors on one of two', [{ 500: 14 }, { 200: 14 }], 'pass'],
])('%s', (_what, statuses, outcome) => {
  const rows = statuses.map((each, index) => saying(index === 0 ? '127.0.0.1' : '::1', each));
  expect(check(...rows).outcome).toBe(outcome);
});

test('the statuses and their number are in the summary, and where to look', () => {
  expect(check(saying('127.0.0.1', { 502: 14 }))).toMatchObject({
    severity: 'high',
    costMs: null,
    summary: 'GET / fails every time: 14 of 14 answers are 502, a server error.',
    advice: [{ do: expect.stringContaining('upstream'), where: 'server' }],
  });
  expect(check(saying('127.0.0.1', { 500: 9, 503: 5 })).summary).toContain(
    '14 of 14 answers are 500 (9 times) and 503 (5 times)',
  );
});

test('a run that kept the last status only is judged by it', () =>
  expect(check({ ...answering('127.0.0.1'), statuses: {}, answer: { status: 500, server: null } }).outcome).toBe(
    'fail',
  ));

test('where no address answers there is no status', () =>
  expect([check(silent('127.0.0.1')), check(refused('127.0.0.1'))].map(({ outcome }) => outcome)).toEqual([
    'not-applicable',
    'not-applicable',
  ]));

test('another address than the requested one is not judged', () => {
  const addresses = addressesOf({ '127.0.0.1': [answering('127.0.0.1')], '::1': [saying('::1', { 500: 9 })] });
  expect(everyAnswerAnError.check({ addresses }, at('127.0.0.1')).outcome).toBe('pass');
});
