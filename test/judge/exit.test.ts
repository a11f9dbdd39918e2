import { expect, test } from 'vitest';
import type { ChangeVerdict, Comparison } from '../../src/model/comparison.ts';
import { exitOf, type Judgement } from '../../src/judge/exit.ts';
import type { Check } from '../../src/model/finding.ts';
import type { ExitPolicy } from '../../src/model/policy.ts';
import type { Judged, Verdict } from '../../src/model/verdict.ts';
import { failing, passing } from './literals.ts';

const calm: ExitPolicy = { failOn: null, onInconclusive: 'warn' };
const strict: ExitPolicy = { failOn: 'low', onInconclusive: 'fail' };

const judgedAs = (verdict: Verdict): Judged => ({
  target: `${verdict} target`,
  suite: 'refresh',
  threshold: { condition: 'mean < 30ms', statistic: 'mean', operator: '<', limit: 30 },
  actualMs: 44.04,
  intervalMs: null,
  verdict,
  because: 'for a reason',
  ground: null,
});

const judgement = (verdict: Verdict, over: Partial<Judgement> = {}): Judgement => ({
  verdict,
  verdicts: [judgedAs(verdict)],
  comparison: null,
  findings: [],
  checks: [],
  ended: null,
  silences: [],
  limitReached: null,
  hasResult: true,
  ...over,
});

test.each([
  ['pass', calm, 0, 'pass'],
  ['warn', strict, 0, 'warn'],
  ['fail', calm, 10, 'threshold missed: fail target (44.0 ms)'],
  ['invalid', calm, 13, 'measurement invalid: invalid target (44.0 ms)'],
  ['inconclusive', { ...calm, onInconclusive: 'pass' }, 0, 'inconclusive'],
  ['inconclusive', calm, 0, 'inconclusive'],
  ['inconclusive', { ...calm, onInconclusive: 'fail' }, 12, 'inconclusive: inconclusive target (44.0 ms)'],
] as const)('the verdict %s alone', (verdict, policy, code, reason) =>
  expect(exitOf(judgement(verdict), policy)).toEqual({ code, reason }),
);

test.each([
  ['unreachable', 14],
  ['auth-failed', 15],
  ['interrupted', 130],
  ['terminated', 143],
] as const)('a run that ended early as %s is exit %i, regardless of verdicts and findings', (why, code) => {
  const worstOfAll = judgement('fail', { ended: { why, because: 'so it ended' }, findings: [failing('x', 'high')] });
  expect(exitOf(worstOfAll, strict)).toEqual({ code, reason: 'so it ended' });
});

const silences = [{ suite: 'refresh', because: '300 × 429' }];

test.each([
  ['a missed threshold has priority', judgement('fail', { silences }), 10],
  ['an invalid measurement has priority', judgement('invalid', { silences }), 13],
  ['a finding has lower priority', judgement('inconclusive', { silences, findings: [failing('x', 'high')] }), 16],
  ['also if an undecided threshold passes', judgement('inconclusive', { silences }), 16],
  ['a run without any result', judgement('pass', { verdicts: [], hasResult: false }), 16],
])('a suite without a right answer: %s', (_promise, judged, code) =>
  expect(exitOf(judged, { failOn: 'low', onInconclusive: 'pass' }).code).toBe(code),
);

test('the reason names each suite without a right answer, and the reached limit', () => {
  const limitReached = 'time limit of 2 s reached';
  expect(exitOf(judgement('inconclusive', { silences, limitReached }), calm).reason).toBe(
    'no right answer, nothing measured: refresh (300 × 429); time limit of 2 s reached',
  );
  expect(exitOf(judgement('pass', { verdicts: [], limitReached }), calm).reason).toBe(
    'done; time limit of 2 s reached',
  );
  expect(exitOf(judgement('inconclusive', { verdicts: [], limitReached }), strict)).toEqual({
    code: 12,
    reason: 'inconclusive: time limit of 2 s reached',
  });
});

test('too many wrong answers are named once per suite, and never as a missed threshold', () => {
  const wrong = { ...judgedAs('fail'), ground: 'wrong-answers', actualMs: null, because: '12 % were wrong' } as const;
  const reasonOf = (verdicts: readonly Judged[]): string => exitOf(judgement('fail', { verdicts }), calm).reason;
  expect(reasonOf([wrong, wrong])).toBe('refresh: 12 % were wrong');
  expect(reasonOf([judgedAs('fail'), wrong])).toBe('threshold missed: fail target (44.0 ms); refresh: 12 % were wrong');
});

const finding = [failing('late-refused-first-address', 'high')];

test.each([
  ['a missed threshold before a finding', judgement('fail', { findings: finding }), 10],
  ['an invalid measurement before a finding', judgement('invalid', { findings: finding }), 13],
  ['a strict inconclusive verdict before a finding', judgement('inconclusive', { findings: finding }), 12],
  ['a finding before a warning', judgement('warn', { findings: finding }), 20],
])('%s', (_promise, judged, code) => expect(exitOf(judged, strict).code).toBe(code));

test.each([
  ['nothing counts without --fail-on', null, 'high', 0],
  ['high counts for high', 'high', 'high', 20],
  ['medium does not count for high', 'high', 'medium', 0],
  ['medium counts for medium', 'medium', 'medium', 20],
  ['low does not count for medium', 'medium', 'low', 0],
  ['low counts for low', 'low', 'low', 20],
] as const)('%s', (_promise, failOn, severity, code) =>
  expect(exitOf(judgement('pass', { findings: [failing('x', severity)] }), { ...calm, failOn }).code).toBe(code),
);

test('findings and checks count equally, and only if they fail', () => {
  const check: Check = { ...failing('rotation-missing', 'high'), standard: 'RFC 9700' };
  const found = judgement('pass', { findings: [passing('b'), failing('a', 'low')], checks: [check] });
  expect(exitOf(found, strict)).toEqual({ code: 20, reason: 'found: a, rotation-missing' });
  expect(exitOf(judgement('pass', { findings: [passing('b')] }), strict).code).toBe(0);
});

test('only missed thresholds are named, with the reason if there is no time', () => {
  const verdicts = [judgedAs('pass'), { ...judgedAs('fail'), actualMs: null }];
  expect(exitOf(judgement('fail', { verdicts }), calm).reason).toBe('threshold missed: fail target (for a reason)');
});

const compared = (verdict: ChangeVerdict, weight: Comparison['weight'] = 'gate'): Comparison => {
  const arm = { kind: 'baseline', label: 'main', takenAt: '2026-11-24T00:00:00.000Z' } as const;
  return { how: 'in-reference-units', a: arm, b: arm, weight, rounds: [], changes: [], verdict };
};

test.each([
  ['a missed threshold before a regression', judgement('fail', { comparison: compared('regressed') }), 10],
  ['a regression before an inconclusive verdict', judgement('inconclusive', { comparison: compared('regressed') }), 11],
  ['a regression before a finding', judgement('pass', { comparison: compared('regressed'), findings: finding }), 11],
  [
    'an undecided comparison before a finding',
    judgement('pass', { comparison: compared('unproven'), findings: finding }),
    12,
  ],
  ['advice fails nothing', judgement('pass', { comparison: compared('regressed', 'advice') }), 0],
  ['an unchanged comparison fails nothing', judgement('pass', { comparison: compared('same') }), 0],
])('with a baseline, %s', (_promise, judged, code) => expect(exitOf(judged, strict).code).toBe(code));

test('a run without thresholds has the reason "done"', () =>
  expect(exitOf(judgement('pass', { verdicts: [] }), calm)).toEqual({ code: 0, reason: 'done' }));
