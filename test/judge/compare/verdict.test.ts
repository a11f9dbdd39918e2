import { expect, test } from 'vitest';
import { exitOfComparison, verdictOfComparison, worstChange } from '../../../src/judge/compare/verdict.ts';
import type { Change, ChangeVerdict, Comparison } from '../../../src/model/comparison.ts';

const change = (verdict: ChangeVerdict, over: Partial<Change> = {}): Change => ({
  suite: 'refresh',
  statistic: 'typical',
  beforeMs: 24.1,
  afterMs: 27.9,
  change: 0.157,
  interval: [0.098, 0.213],
  margin: 0.05,
  negligible: { share: 0.05, rule: 'share' },
  machineChange: null,
  floor: 0.01,
  verdict,
  because: '20 pairs of blocks',
  ...over,
});

const comparison = (verdict: ChangeVerdict, over: Partial<Comparison> = {}): Comparison => {
  const arm = { kind: 'live', label: 'http://127.0.0.1:8000/', takenAt: '2026-11-24T00:00:00.000Z' } as const;
  return { how: 'in-turn', a: arm, b: arm, weight: 'gate', rounds: [], changes: [change(verdict)], verdict, ...over };
};

test.each([
  [['same', 'improved'], 'improved'],
  [['improved', 'inconclusive'], 'inconclusive'],
  [['inconclusive', 'unproven'], 'unproven'],
  [['unproven', 'regressed', 'same'], 'regressed'],
  [[], 'inconclusive'],
] as const)('the worst of %j is %s', (verdicts, worst) =>
  expect(worstChange(verdicts.map((verdict) => change(verdict)))).toBe(worst),
);

test.each([
  ['regressed', 'gate', 'warn', 11, 'fail'],
  ['regressed', 'gate', 'pass', 11, 'fail'],
  ['regressed', 'advice', 'fail', 0, 'warn'],
  ['inconclusive', 'gate', 'warn', 0, 'inconclusive'],
  ['inconclusive', 'gate', 'fail', 12, 'inconclusive'],
  ['inconclusive', 'advice', 'fail', 0, 'inconclusive'],
  ['unproven', 'gate', 'pass', 0, 'inconclusive'],
  ['unproven', 'gate', 'fail', 12, 'inconclusive'],
  ['improved', 'gate', 'fail', 0, 'pass'],
  ['same', 'gate', 'fail', 0, 'pass'],
] as const)('%s as %s, --on-inconclusive %s: exit %d, %s', (said, weight, onInconclusive, code, verdict) => {
  const made = comparison(said, { weight });
  expect(exitOfComparison(made, { onInconclusive }).code).toBe(code);
  expect(verdictOfComparison(made)).toBe(verdict);
});

test.each([
  ['the changed statistic and its change', change('regressed'), 'regressed: refresh typical +15.7 %'],
  [
    'the reason for no decision',
    change('regressed', { change: null, because: '3.0 % of B’s answers were wrong' }),
    'regressed: refresh typical (3.0 % of B’s answers were wrong)',
  ],
])('the reason names %s', (_what, moved, reason) =>
  expect(exitOfComparison(comparison('regressed', { changes: [moved] }), { onInconclusive: 'warn' }).reason).toBe(
    reason,
  ),
);
