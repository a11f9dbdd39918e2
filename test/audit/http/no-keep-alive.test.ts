import { expect, test } from 'vitest';
import { noKeepAlive } from '../../../src/audit/http/no-keep-alive.ts';
import type { Addresses, AddressVisits, KeepAlive } from '../../../src/model/evidence.ts';
import { answering, at, loopback, refused, responding, silent } from '../literals.ts';

const closing = responding(answering('127.0.0.1'), { keptAlive: false });
const keeping = responding(answering('127.0.0.1'), { keptAlive: true });
const visits = (n: number) => Array.from({ length: n }, () => ({ firstByteMs: 1, totalMs: 1 }));
const measured = (fresh: number, reused: number): KeepAlive => ({
  fresh: visits(fresh),
  reused: visits(reused),
  delayedAcks: null,
});

const check = (addresses: Addresses, kept?: KeepAlive) =>
  noKeepAlive.check({ addresses, ...(kept === undefined ? {} : { 'keep-alive': kept }) }, at());

test.each<[string, AddressVisits, KeepAlive | undefined, string]>([
  ['says that it closes', closing, undefined, 'note'],
  ['says that it closes, and does', closing, measured(10, 0), 'note'],
  ['says that it keeps the connection, and closes it', keeping, measured(10, 0), 'note'],
  ['keeps the connection', keeping, measured(10, 9), 'pass'],
  ['says that it keeps the connection, and was asked once', keeping, undefined, 'inconclusive'],
  ['said nothing of it', answering('127.0.0.1'), undefined, 'inconclusive'],
  ['gives no answer', silent('127.0.0.1'), undefined, 'not-applicable'],
])('a server that %s', (_what, row, kept, outcome) => expect(check(loopback([row]), kept).outcome).toBe(outcome));

test.each([
  ['a quick lookup', [closing], 0.3, 'note'],
  ['a lookup of 99 ms', [closing], 99, 'note'],
  ['a lookup of 100 ms', [closing], 100, 'fail'],
  ['a late refusal before', [refused('::1', 2_040), closing], 0.3, 'fail'],
  ['an early refusal before', [refused('::1', 0.2), closing], 0.3, 'note'],
  ['a late refusal behind', [closing, refused('::1', 2_040)], 0.3, 'note'],
])('with %s, each connection costs that', (_what, rows, lookupMs, outcome) =>
  expect(check(loopback(rows, lookupMs)).outcome).toBe(outcome),
);

test('the price is the sum of lookup, failed connects and connect', () =>
  expect(check(loopback([refused('::1', 2_000), closing], 30))).toMatchObject({ costMs: 2_030.2, severity: 'medium' }));
