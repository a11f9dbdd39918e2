import { expect, test } from 'vitest';
import { compareTimes, leftOut, type Time } from '../../../src/judge/compare/comparison.ts';
import { isSameMachine, standingsOf } from '../../../src/judge/compare/standing.ts';
import { judgeTimes } from '../../../src/judge/compare/times.ts';
import type { BaselineQuantiles, BaselineSuite } from '../../../src/model/baseline.ts';
import type { Change } from '../../../src/model/comparison.ts';
import type { Host } from '../../../src/model/run.ts';
import { histogramOf, latency, passOf } from '../literals.ts';

/** A time with an interval of this share to each side. */
const known = (ms: number, width = 0.01): BaselineQuantiles => {
  const quantile = { ms, intervalMs: [ms * (1 - width), ms * (1 + width)] as const };
  return { n: 300, p50: quantile, p95: quantile };
};

const standing = (ms: number, referenceMs: number | null = null, width = 0.01): BaselineSuite => ({
  suite: 'refresh',
  target: known(ms, width),
  reference: referenceMs === null ? null : known(referenceMs, width),
  inReferenceUnits: null,
});

function judged(then: BaselineSuite, now: BaselineSuite, sameMachine = true): Change {
  const [typical] = judgeTimes([then], [now], sameMachine);
  if (typical === undefined) throw new Error('nothing was judged');
  return typical;
}

test.each([
  ['a little more than twice as long: more than the machine alone', 30, 62, 'regressed'],
  ['not quite twice as long', 30, 58, 'inconclusive'],
  ['less than half', 62, 30, 'improved'],
  ['a third longer', 30, 40, 'inconclusive'],
  ['as long as before', 30, 30.3, 'same'],
  ['three times as long, within a millisecond', 0.4, 1.2, 'same'],
])('two sessions without a reference, %s', (_what, then, now, verdict) =>
  expect(judged(standing(then), standing(now)).verdict).toBe(verdict),
);

test.each([
  ['a fourth longer, with an unchanged reference', [30, 1], [37.5, 1], 'regressed'],
  ['a tenth longer, which the machine alone may cause', [30, 1], [33, 1], 'inconclusive'],
  ['a fifth longer, and the reference as well', [30, 1], [36, 1.2], 'same'],
  ['as long as before, on a machine that became faster', [30, 1.24], [30, 1], 'regressed'],
  ['a reference that is half as fast again', [30, 1], [60, 1.5], 'unproven'],
  ['a fourth less', [40, 1], [30, 1], 'improved'],
] as const)('in units of the reference, %s', (_what, [then, refThen], [now, refNow], verdict) =>
  expect(judged(standing(then, refThen), standing(now, refNow)).verdict).toBe(verdict),
);

test('the noise of all four numbers is in the interval', () => {
  const { interval } = judged(standing(30, 1, 0.1), standing(37.5, 1, 0.1));
  // Four tenths, at right angles: 0.2 to each side of ln 1.25.
  expect(interval?.[0]).toBeCloseTo(1.25 * Math.exp(-0.2) - 1, 1);
  expect(interval?.[1]).toBeCloseTo(1.25 * Math.exp(0.2) - 1, 1);
  expect(judged(standing(30, 1, 0.1), standing(37.5, 1, 0.1)).verdict).toBe('inconclusive');
});

test('another machine is divided out if both have the reference, however much it differs', () => {
  expect(judged(standing(30, 1), standing(60, 2), false).verdict).toBe('same');
  expect(judged(standing(30, 1), standing(120, 2), false).verdict).toBe('regressed');
  expect(judged(standing(30), standing(120), false)).toMatchObject({ verdict: 'inconclusive' });
});

test('a suite with too few answers is not compared', () => {
  const few = { ...standing(30), target: { n: 10, p50: null, p95: null } };
  expect(judged(few, standing(90))).toMatchObject({ verdict: 'inconclusive', change: null, interval: null });
});

test('a suite in only one session is left out', () =>
  expect(judgeTimes([standing(30)], [{ ...standing(30), suite: 'api' }], true)).toEqual([]));

test('a standing holds quantiles of the judged trial and of the reference', () => {
  const histogram = histogramOf(Array.from({ length: 100 }, () => 10));
  const half = histogramOf(Array.from({ length: 100 }, () => 5));
  const target = passOf({ histogram });
  const reference = passOf({ arm: 'reference', histogram: half, serviceMs: latency({ p50: 5, p95: 5 }) });
  expect(standingsOf([target, reference])).toEqual([
    {
      suite: 'refresh',
      target: { n: 100, p50: { ms: 10, intervalMs: [10, 10] }, p95: { ms: 10, intervalMs: [10, 10] } },
      reference: { n: 100, p50: { ms: 5, intervalMs: [5, 5] }, p95: { ms: 5, intervalMs: [5, 5] } },
      inReferenceUnits: { p50: 2, p95: 2 },
    },
  ]);
  expect(standingsOf([passOf({ selfCheck: { valid: false, signals: [] } })])).toEqual([]);
});

const host: Host = { os: 'linux', kernel: '6.1', cpus: 2, cpuModel: 'x', memoryMb: 8_000, machine: 'abc' };

test.each([
  ['itself', {}, true],
  ['itself after an update', { kernel: '6.2' }, true],
  ['its twin', { machine: 'def' }, false],
  ['itself with more cores', { cpus: 4 }, false],
])('a machine and %s', (_what, over, same) => expect(isSameMachine(host, { ...host, ...over })).toBe(same));

test('two runs without a machine id are not of one machine', () =>
  expect(isSameMachine({ ...host, machine: '' }, { ...host, machine: '' })).toBe(false));

test.each([
  ['one machine', host, 'gate'],
  ['two machines', { ...host, machine: 'def' }, 'advice'],
])('times on %s are %s', (_what, other, weight) => {
  const arm = { kind: 'saved', label: 'run.json', takenAt: '2026-11-24T00:00:00.000Z' } as const;
  const made = compareTimes(
    { arm, host, standings: [standing(30, 1)] },
    { arm, host: other, standings: [standing(60, 1)] },
  );
  expect(made).toMatchObject({ weight, verdict: 'regressed', how: 'in-reference-units' });
});

test('a suite without a valid trial in one session is listed as left out, with that session', () => {
  const time = (label: string, suites: readonly ('refresh' | 'api')[]): Time => ({
    arm: { kind: 'saved', label, takenAt: '' },
    host,
    standings: suites.map((suite) => ({ ...standing(30), suite })),
  });
  const [then, now, never] = [time('then', ['api']), time('now', ['api', 'refresh']), time('never', [])];
  expect(leftOut(then, now, ['api', 'refresh'])).toEqual(['refresh: no valid trial in then']);
  expect(leftOut(then, never, ['refresh'])).toEqual(['refresh: no valid trial in then and never']);
  expect(leftOut(then, now, ['api'])).toEqual([]);
});
