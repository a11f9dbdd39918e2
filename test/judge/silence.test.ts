import { expect, test } from 'vitest';
import { answersInstead } from '../../src/model/answers-instead.ts';
import { hasResult, silencesBetween, silencesIn, silencesInRounds } from '../../src/judge/silence.ts';
import { thresholdOf } from './threshold-of.ts';
import type { ArmBlock } from '../../src/model/comparison.ts';
import { failing, passOf } from './literals.ts';

const none = passOf({ n: 0, throttled: 300, statuses: { 429: 300 } });

test.each([
  ['429 alone', passOf({ n: 0, throttled: 300 }), '300 × 429'],
  ['the commonest first', passOf({ n: 0, reasons: { reset: 2, 'status 500': 7 } }), '7 × status 500, 2 × reset'],
  [
    'nothing',
    passOf({ n: 0, ended: { kind: 'out-of-time', done: 0, of: 20 } }),
    'none at all; out of time, 0 of 20 done',
  ],
])('the reason for missing right answers: %s', (_what, pass, text) => expect(answersInstead(pass)).toBe(text));

const required = {
  load: { suites: [{ id: 'refresh' }, { id: 'api' }] },
  thresholds: [],
  namedSuites: [],
  baseline: null,
};
const threshold = thresholdOf('refresh mean < 30ms');
const api = passOf({ suite: 'api' });

test.each([
  ['with a threshold', { ...required, thresholds: [threshold] }, ['refresh']],
  ['that was named', { ...required, namedSuites: ['refresh'] }, ['refresh']],
  ['that is not required', required, []],
  ['with a threshold and without a trial', { ...required, thresholds: [thresholdOf('login mean < 1s')] }, ['login']],
  ['of a command without load', { ...required, load: null, thresholds: [threshold] }, []],
])('a suite without a right answer %s', (_what, request, silent) =>
  expect(silencesIn(request, [none, api]).map(({ suite }) => suite)).toEqual(silent),
);

test('if no suite gave a right answer, all are listed', () => {
  const silent = silencesIn(required, [none, { ...none, suite: 'api' }]);
  expect(silent.map(({ suite }) => suite)).toEqual(['refresh', 'api']);
});

test('a suite of the baseline is required', () => {
  const quantiles = { n: 100, p50: null, p95: null };
  const standing = { suite: 'refresh', target: quantiles, reference: null, inReferenceUnits: null } as const;
  const baseline = { standings: [standing] } as unknown as NonNullable<Parameters<typeof silencesIn>[0]['baseline']>;
  expect(silencesIn({ ...required, baseline }, [none, api])).toHaveLength(1);
});

const block: ArmBlock = { n: 10, errors: 0, p50Ms: 1, p95Ms: 1, valid: true };
const pair = { a: block, b: { ...block, n: 0, errors: 10 }, besideA: block, besideB: block, shift: 0, controlShift: 0 };
const rounds = { suite: 'refresh', same: [], pairs: [pair], plannedPairs: 1 } as const;

test.each([
  ['measured without an answer of B', [rounds], 'none from B in 1 blocks'],
  ['not reached', [], 'not measured'],
])('in a comparison, a suite %s', (_what, all, because) =>
  expect(silencesInRounds(['refresh'], all, [])).toEqual([{ suite: 'refresh', because }]),
);

test('two saved runs: a suite without a right answer, and a run without any suite', () => {
  expect(silencesBetween([none, api], [api])).toEqual([{ suite: 'refresh', because: 'A: 300 × 429' }]);
  expect(silencesBetween([api], [])).toEqual([{ suite: 'B', because: 'no suite with a right answer' }]);
  expect(silencesBetween([api], [passOf(), api])).toEqual([]);
});

test.each([
  ['no check that was decided', [{ ...failing('x', 'low'), outcome: 'inconclusive', standard: '' }], false],
  ['a check that was decided', [{ ...failing('x', 'low'), standard: '' }], true],
])('a verification with %s', (_what, checks, knows) =>
  expect(hasResult({ command: 'verify', load: null }, { addresses: [], checks: checks as never })).toBe(knows),
);
