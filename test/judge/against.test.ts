import { expect, test } from 'vitest';
import { judgeAgainst } from '../../src/judge/against.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { AddressRow, Run } from '../../src/model/run.ts';

const failed = (costMs: number | null): Finding => ({
  id: 'stall',
  title: 'a stall',
  outcome: 'fail',
  severity: 'high',
  costMs,
  summary: 'it stalls',
  facts: [],
  advice: [],
});
const said = (outcome: 'pass' | 'inconclusive' | 'not-applicable'): Finding => ({
  id: 'stall',
  title: 'a stall',
  outcome,
  summary: '',
});

const row = (name: string, order: number, totalMs: number | null): AddressRow => ({
  name,
  address: `a${order}`,
  family: 4,
  order,
  resolveMs: 0,
  connect: totalMs === null ? 'refused' : 'accepted',
  connectMs: { p50: 1, p95: 1 },
  firstByteMs: null,
  totalMs: totalMs === null ? null : { p50: totalMs, p95: totalMs },
  warmMs: null,
});

/** Only what the comparison reads of the earlier run. */
const earlier = (findings: readonly Finding[], addresses: readonly AddressRow[] = []): Run =>
  ({
    startedAt: '2026-01-02T03:04:05.000Z',
    target: { url: 'http://localhost:1/' },
    findings,
    addresses,
  }) as unknown as Run;

test.each([
  ['is gone', [failed(2_000)], [said('pass')], 'solved', 2_000, null],
  ['does not apply any more', [failed(2_000)], [said('not-applicable')], 'solved', 2_000, null],
  ['is still there', [failed(2_000)], [failed(900)], 'not-solved', 2_000, 900],
  ['could not be looked for again', [failed(null)], [said('inconclusive')], 'undecided', null, null],
  ['was not looked for', [failed(null)], [], 'undecided', null, null],
  ['was not there before', [said('pass')], [failed(40)], 'new', null, 40],
] as const)('a finding that %s', (_what, then, now, change, beforeMs, afterMs) =>
  expect(judgeAgainst(earlier(then), { findings: now, addresses: [] }).findings).toEqual([
    { id: 'stall', change, beforeMs, afterMs },
  ]),
);

test('what never failed is not mentioned', () =>
  expect(judgeAgainst(earlier([said('pass')]), { findings: [said('pass')], addresses: [] }).findings).toEqual([]));

test('a name costs what its first answering address costs', () =>
  expect(
    judgeAgainst(earlier([], [row('localhost', 1, 2_044), row('localhost', 0, null)]), {
      findings: [],
      addresses: [row('localhost', 0, 3), row('localhost', 1, 9), row('::1', 0, null)],
    }).names,
  ).toEqual([
    { name: 'localhost', beforeMs: 2_044, afterMs: 3 },
    { name: '::1', beforeMs: null, afterMs: null },
  ]));
