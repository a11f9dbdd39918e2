import { expect, test } from 'vitest';
import { judgeAgainst } from '../../src/judge/against.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { AddressRow, Run } from '../../src/model/run.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { failing, passing } from './literals.ts';

const before = (over: Pick<Run, 'findings' | 'addresses'>): Run => ({ ...frozenRun, ...over });

const unsure: Finding = { id: 'x', title: 'x', outcome: 'inconclusive', summary: 'x' };
const notHere: Finding = { id: 'x', title: 'x', outcome: 'not-applicable', summary: 'x' };

test.each([
  ['failed then, passes now', [failing('x', 'high', 2_040)], [passing('x')], 'solved', 2_040, null],
  ['failed then, does not apply any more', [failing('x', 'high', 2_040)], [notHere], 'solved', 2_040, null],
  ['fails then and now', [failing('x', 'high', 2_040)], [failing('x', 'low', 44)], 'not-solved', 2_040, 44],
  ['failed then, cannot be told now', [failing('x', 'high', 2_040)], [unsure], 'undecided', 2_040, null],
  ['failed then, was not looked for now', [failing('x', 'high', 2_040)], [], 'undecided', 2_040, null],
  ['passed then, fails now', [passing('x')], [failing('x', 'low', 44)], 'new', null, 44],
  ['was not known then, fails now', [], [failing('x', 'low', null)], 'new', null, null],
])('a finding that %s is %4$s', (_what, then, now, change, beforeMs, afterMs) =>
  expect(judgeAgainst(before({ findings: then, addresses: [] }), { findings: now, addresses: [] }).findings).toEqual([
    { id: 'x', change, beforeMs, afterMs },
  ]),
);

test('what fails neither then nor now is not spoken of', () =>
  expect(
    judgeAgainst(before({ findings: [passing('x')], addresses: [] }), { findings: [unsure], addresses: [] }).findings,
  ).toEqual([]));

const row = (name: string, order: number, totalMs: number | null): AddressRow => ({
  name,
  address: `address-${order}`,
  family: 4,
  order,
  resolveMs: 0,
  connect: totalMs === null ? 'refused' : 'accepted',
  connectMs: { p50: 1, p95: 1 },
  firstByteMs: null,
  totalMs: totalMs === null ? null : { p50: totalMs, p95: totalMs },
  warmMs: null,
});

test.each([
  ['the first address that answers is what a name costs', [row('a', 0, null), row('a', 1, 2_044)], 2_044],
  ['the order of the resolver counts, not that of the rows', [row('a', 1, 5), row('a', 0, 2)], 2],
  ['a name without an answer costs no number', [row('a', 0, null)], null],
])('%s', (_promise, addresses, beforeMs) => {
  const now = { findings: [], addresses: [row('a', 0, 2.3)] };
  expect(judgeAgainst(before({ findings: [], addresses }), now).names).toEqual([{ name: 'a', beforeMs, afterMs: 2.3 }]);
});

test('names of either run are compared, and the earlier run is named', () => {
  const against = judgeAgainst(before({ findings: [], addresses: [row('a', 0, 1)] }), {
    findings: [],
    addresses: [row('b', 0, 2)],
  });
  expect(against.names).toEqual([
    { name: 'a', beforeMs: 1, afterMs: null },
    { name: 'b', beforeMs: null, afterMs: 2 },
  ]);
  expect([against.startedAt, against.url]).toEqual([frozenRun.startedAt, frozenRun.target.url]);
});
