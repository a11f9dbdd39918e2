import { expect, test } from 'vitest';
import { thresholdOf } from './threshold-of.ts';
import { judgedTrial } from '../../src/judge/judged-trial.ts';
import { judgeThresholds, worst } from '../../src/judge/verdicts.ts';
import type { Finding, UnaffectedTrial } from '../../src/model/finding.ts';
import type { SuiteResult } from '../../src/model/suite.ts';
import type { Judged } from '../../src/model/verdict.ts';
import { blocksOf, failing, histogramOf, latency, passing, passOf, steady, swinging } from './literals.ts';

function judge(text: string, passes: readonly SuiteResult[], findings: readonly Finding[] = []): Judged {
  const [judged] = judgeThresholds([thresholdOf(text)], passes, findings);
  if (judged === undefined) throw new Error('a target was not judged');
  return judged;
}

// Mean, p95 and verdict for "mean < 30ms", with blocks of equal means.
test.each([
  ['well below', 10, 10, 'pass'],
  ['just below, with p95 at the limit', 29.99, 30, 'pass'],
  ['just below, with p95 above the limit', 29.99, 30.01, 'warn'],
  ['exactly at the limit, which is not below it', 30, 30, 'warn'],
  ['five per cent above', 31.5, 31.5, 'warn'],
  ['a little more than five per cent above', 31.51, 31.51, 'fail'],
  ['far above', 2_040, 2_040, 'fail'],
])('a mean %s: %d ms, p95 %d ms is %s', (_what, mean, p95, verdict) =>
  expect(judge('refresh mean < 30ms', [steady(mean, p95)])).toMatchObject({ verdict, actualMs: mean }),
);

test.each([
  ['an interval that contains the limit, mean below', swinging(29, 5), 'inconclusive'],
  ['an interval that ends below the limit', swinging(29, 0.5), 'pass'],
  ['an interval that contains the limit, mean above by more than 5 %', swinging(33, 8), 'inconclusive'],
  ['an interval that begins above the limit', swinging(33, 1), 'fail'],
  ['an interval that contains the limit, mean above by less than 5 %', swinging(31, 8), 'warn'],
  ['a mean below and a p95 above, where the interval leaves doubt', swinging(29, 5, 40), 'inconclusive'],
])('%s: %s', (_what, pass, verdict) => expect(judge('refresh mean < 30ms', [pass]).verdict).toBe(verdict));

test('an inconclusive verdict names how many more requests would decide it', () =>
  expect(judge('refresh mean < 30ms', [swinging(29, 5)]).because).toMatch(
    /contains the limit: needs about [1-9]\d+ more requests$/,
  ));

test.each([
  ['<=', 30, 'pass'],
  ['<=', 30.01, 'warn'],
  ['>', 30, 'fail'],
  ['>', 30.01, 'pass'],
  ['>=', 30, 'pass'],
  ['>=', 29.99, 'fail'],
])('the operator %s at %d ms: %s', (operator, mean, verdict) =>
  expect(judge(`refresh mean ${operator} 30ms`, [steady(mean)]).verdict).toBe(verdict),
);

test.each([
  ['nineteen answers are too few', 19, 'inconclusive'],
  ['twenty are enough', 20, 'pass'],
])('%s', (_promise, n, verdict) => expect(judge('refresh mean < 30ms', [passOf({ n })]).verdict).toBe(verdict));

test.each([
  ['one wrong answer in a hundred is tolerable', 99, 1, 'pass'],
  ['two wrong answers in a hundred are not', 98, 2, 'fail'],
  ['only wrong answers decide nothing', 0, 100, 'inconclusive'],
  ['no answers at all decide nothing', 0, 0, 'inconclusive'],
])('%s', (_promise, n, errors, verdict) =>
  expect(judge('refresh mean < 30ms', [passOf({ n, errors, reasons: { refused: errors } })]).verdict).toBe(verdict),
);

test('a latency that fails because of wrong answers names the commonest reason', () =>
  expect(
    judge('refresh mean < 30ms', [passOf({ n: 90, errors: 10, reasons: { 'status 500': 3, 'timed-out': 7 } })]).because,
  ).toBe('10 % of the answers were wrong (allowed 1 %): 10 of 100, timed-out'));

test.each([
  ['below the limit, among a hundred, which may be chance', 99, 1, 'refresh errors < 2%', 'inconclusive'],
  ['below the limit, among a thousand', 995, 5, 'refresh errors < 2%', 'pass'],
  ['above the limit, among a thousand', 960, 40, 'refresh errors < 2%', 'fail'],
  ['none, where none is allowed', 100, 0, 'refresh errors <= 0%', 'pass'],
  ['one, where none is allowed', 99, 1, 'refresh errors <= 0%', 'fail'],
  ['every answer, which is decisive', 0, 100, 'refresh errors < 2%', 'fail'],
  ['no wrong answer of one', 1, 0, 'refresh errors < 2%', 'inconclusive'],
])('a share of errors %s', (_what, n, errors, text, verdict) =>
  expect(judge(text, [passOf({ n, errors })])).toMatchObject({ verdict, actualMs: null, intervalMs: null }),
);

test.each([
  ['refresh rate >= 100/s', 'pass'],
  ['refresh rate > 100/s', 'fail'],
])('%s at exactly 100 answers/s: %s', (text, verdict) =>
  expect(judge(text, [passOf()])).toMatchObject({ verdict, actualMs: null }),
);

test.each([
  ['refresh errors < 2%', passOf({ n: 980, errors: 20 }), 'errors 2.00 %, 95 % interval 1.30–3.07 % over 1000 answers'],
  ['refresh rate > 100/s', passOf(), 'rate 100/s, 95 % interval 100–100/s over 10 blocks of 10 answers'],
  ['refresh max < 10ms', passOf(), 'max 10.0 ms'],
])('%s is reported in its own unit', (text, pass, words) =>
  expect(judge(text, [pass]).because.startsWith(words)).toBe(true),
);

const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

test.each([
  ['p50', 'refresh p50 < 61.5ms', [40, 61], 'pass'],
  ['p50', 'refresh p50 < 60ms', [40, 61], 'inconclusive'],
  ['p50', 'refresh p50 < 40ms', [40, 61], 'fail'],
  ['p95', 'refresh p95 < 100ms', [90, 100.001], 'inconclusive'],
])('%s has an interval of ranks: %s', (_what, text, [from = 0, to = 0], verdict) => {
  const judged = judge(text, [
    passOf({ histogram: histogramOf(hundred), serviceMs: latency({ p50: 50, p95: 95 }), blocks: [] }),
  ]);
  expect(judged.intervalMs?.[0]).toBeCloseTo(from, 2);
  expect(judged.intervalMs?.[1]).toBeCloseTo(to, 2);
  expect(judged.verdict).toBe(verdict);
});

test.each([
  [19, 'inconclusive', null],
  [20, 'pass', [10, 10]],
])('a quantile of %i answers is %s', (n, verdict, intervalMs) => {
  const histogram = histogramOf(Array.from({ length: n }, () => 10));
  expect(judge('refresh p50 < 30ms', [passOf({ n, histogram })])).toMatchObject({ verdict, intervalMs });
});

test.each([
  ['p99 of a default run', 'p99', 300, '2700'],
  ['p99 of nearly enough', 'p99', 2_999, '1'],
  ['p99.9 of what is enough for p99', 'p99.9', 3_000, '27000'],
  ['p95 with too few answers for an upper end', 'p95', 71, '1'],
])('%s is too uncertain, and the reason names how many more requests it needs', (_what, statistic, n, more) => {
  const judged = judge(`refresh ${statistic} < 30ms`, [passOf({ n })]);
  expect(judged).toMatchObject({ verdict: 'inconclusive', intervalMs: null });
  expect(judged.because).toBe(`${statistic} of ${n} answers is too uncertain: needs about ${more} more requests`);
});

test.each([
  ['p99', 3_000],
  ['p99.9', 30_000],
  ['p95', 72],
])('%s of %i answers is judged', (statistic, n) => {
  const histogram = histogramOf(Array.from({ length: n }, () => 10));
  expect(judge(`refresh ${statistic} < 30ms`, [passOf({ n, histogram })]).verdict).toBe('pass');
});

test('ten full seconds are judged by seconds, nine by the blocks of the trial', () => {
  const second = {
    fromS: 0,
    lengthS: 1,
    n: 33,
    errors: 0,
    meanMs: 10,
    p50Ms: 10,
    p95Ms: 10,
    p99Ms: 10,
    maxMs: 10,
    failed: null,
  };
  const timeline = Array.from({ length: 9 }, () => second);
  const because = (stretches: SuiteResult['timeline']): string =>
    judge('refresh mean < 30ms', [passOf({ timeline: stretches })]).because;
  expect(because(timeline)).toContain('over 10 blocks of 10 answers');
  expect(because([...timeline, { ...second, lengthS: 0.4 }])).toContain('over 10 blocks of 10 answers');
  expect(because([...timeline, second])).toContain('over 10 blocks of a second');
});

test('a quantile of autocorrelated answers has a wider interval', () => {
  const histogram = histogramOf(Array.from({ length: 1_000 }, (_, index) => index + 1));
  const width = (blocks: SuiteResult['blocks'], designEffects: SuiteResult['designEffects'] = null): number => {
    const pass = passOf({ n: 1_000, histogram, blocks, designEffects });
    const [from, to] = judge('refresh p50 < 1ms', [pass]).intervalMs ?? [0, 0];
    return to - from;
  };
  const alike = Array.from({ length: 10 }, (_, index) => ({ n: 100, meanMs: index % 2 === 0 ? 480 : 520 }));
  const apart = Array.from({ length: 10 }, (_, index) => ({ n: 100, meanMs: index % 2 === 0 ? 250 : 750 }));
  expect(width(alike)).toBeLessThan(70);
  expect(width(apart)).toBeGreaterThan(400);
  // A design effect of the quantile itself has priority: four answers count as one, so the interval is twice 62 ranks wide.
  const none = { p50: 1, p75: 1, p90: 1, p95: 1, p99: 1, p999: 1 };
  expect(width(apart, { ...none, p99: 9 })).toBeCloseTo(63, 0);
  expect(width(alike, { ...none, p50: 4 })).toBeCloseTo(125, 0);
});

test('min and max are judged without an interval', () =>
  expect(judge('refresh max < 10ms', [passOf()])).toMatchObject({ verdict: 'fail', intervalMs: null, actualMs: 10 }));

test('a trial whose generator was the bottleneck is invalid, with good and with bad numbers', () => {
  const because = 'the generator was busy 99 % of the time';
  const signals = [
    { id: 'event-loop-utilisation', name: 'busy', value: 0.99, unit: 'ratio', level: 'red', because } as const,
  ];
  const selfCheck = { valid: false, signals };
  for (const pass of [passOf({ selfCheck }), passOf({ selfCheck, errors: 50 }), { ...steady(2_000), selfCheck }]) {
    const judged = judge('refresh mean < 30ms', [pass]);
    expect(judged.verdict).toBe('invalid');
    expect(judged.because).toContain(because);
  }
});

test.each([
  ['a missed threshold', steady(2_000), 'warn'],
  ['a met threshold', steady(10), 'pass'],
])('advice turns %s into at most %s', (_what, pass, verdict) => {
  const target = thresholdOf('refresh mean < 30ms', 'advice');
  expect(judgeThresholds([target], [pass], [])[0]?.verdict).toBe(verdict);
});

test('only requests sent one at a time on a kept connection to the target are judged', () => {
  const alone = passOf();
  const others = [
    passOf({ connections: 10 }),
    passOf({ connection: 'new-per-request' }),
    passOf({ arm: 'reference' }),
    passOf({ suite: 'api' }),
  ];
  expect(judgedTrial([...others, alone], 'refresh')).toBe(alone);
  expect(judgedTrial(others, 'refresh')).toBeUndefined();
  expect(judge('refresh mean < 30ms', others)).toMatchObject({
    verdict: 'inconclusive',
    because: 'refresh was not measured',
  });
});

test('a missed threshold with an explaining finding names the mean without it', () => {
  const because = (actualMs: number, findings: readonly Finding[]): string =>
    judge('refresh mean < 30ms', [steady(actualMs)], findings).because;
  const trial = { suite: 'refresh', connection: 'new-per-request', n: 60, meanMs: 8.94 } as const;
  const lone = failing('some-finding', 'medium', 43);
  const found = (over: Partial<UnaffectedTrial> = {}) => ({ ...lone, unaffected: [{ ...trial, ...over }] });
  const on = (where: string) => `; without some-finding the mean would be 8.9 ms, measured on 60 ${where} connections`;
  expect(because(55, [passing('slow-loopback'), found()])).toContain(on('new'));
  expect(because(55, [found({ connection: 'kept-alive' })])).toContain(on('answers on kept-alive'));
  const silent = [[lone], [passing('some-finding')], [found({ suite: 'api' })]];
  for (const findings of silent) expect(because(55, findings)).not.toContain('without');
  expect(because(10, [found()])).not.toContain('without');
});

test.each([
  [[], 'pass'],
  [['pass', 'warn'], 'warn'],
  [['warn', 'inconclusive'], 'inconclusive'],
  [['inconclusive', 'invalid'], 'invalid'],
  [['invalid', 'fail', 'pass'], 'fail'],
] as const)('the worst of %j is %s', (verdicts, expected) => expect(worst(verdicts)).toBe(expected));

test('blocks, not requests, make the interval of a mean', () => {
  const few = passOf({ n: 1_000, serviceMs: latency({ mean: 29 }), blocks: blocksOf([29, 29, 29, 29]) });
  expect(judge('refresh mean < 30ms', [few])).toMatchObject({ verdict: 'pass', intervalMs: null });
});
