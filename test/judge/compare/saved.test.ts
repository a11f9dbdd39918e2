import { expect, test } from 'vitest';
import { agreeing } from '../../../src/judge/compare/saved.ts';
import type { Change, Comparison } from '../../../src/model/comparison.ts';

const saved: Change = {
  suite: 'api',
  statistic: 'p95',
  beforeMs: 0.2,
  afterMs: 0.16,
  change: -0.343,
  interval: [-0.543, -0.028],
  margin: 5,
  negligible: null,
  machineChange: null,
  floor: 0.01,
  verdict: 'same',
  because: '20 pairs of blocks',
};
const arm = { kind: 'live', label: 'http://127.0.0.1:8000/', takenAt: '2026-11-24T00:00:00.000Z' } as const;
const comparison = (change: Change, how: Comparison['how'] = 'in-turn'): Comparison => ({
  how,
  a: arm,
  b: arm,
  weight: 'gate',
  rounds: [],
  changes: [change],
  verdict: change.verdict,
});
const read = (change: Change, how?: Comparison['how']): Change | undefined =>
  agreeing(comparison(change, how)).changes[0];

test('an earlier version’s comparison is shown by its estimate, with the reason of its verdict', () => {
  const change = read(saved);
  expect(change?.afterMs).toBeCloseTo(0.1314, 6);
  expect(change).toMatchObject({
    verdict: 'same',
    negligible: { share: 5, rule: 'milliseconds' },
    machineChange: null,
  });
  expect(change?.because).toBe('within 1 ms: 0.069 ms less is negligible; 20 pairs of blocks');
});

test('times divided by the reference server become times on the first machine', () => {
  const change = read(
    { ...saved, beforeMs: 30, afterMs: 36, change: 0, interval: [-0.02, 0.02] },
    'in-reference-units',
  );
  expect(change?.afterMs).toBe(30);
  expect(change?.machineChange).toBeCloseTo(0.2, 9);
});

test('a zero for an unknown time becomes "not known"', () =>
  expect(read({ ...saved, beforeMs: 0, afterMs: 0, change: null, interval: null })).toMatchObject({
    beforeMs: null,
    afterMs: null,
  }));

test('a comparison of this version is unchanged', () => {
  const made = comparison({ ...saved, negligible: { share: 5, rule: 'milliseconds' } });
  expect(agreeing(made)).toBe(made);
});
