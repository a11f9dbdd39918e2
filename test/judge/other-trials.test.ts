import { expect, test } from 'vitest';
import { judgeThresholds } from '../../src/judge/verdicts.ts';
import type { SuiteResult } from '../../src/model/suite.ts';
import { steady } from './literals.ts';
import { thresholdOf } from './threshold-of.ts';

function judge(text: string, trials: readonly SuiteResult[]) {
  const [judged] = judgeThresholds([thresholdOf(text)], trials, []);
  if (judged === undefined) throw new Error('a threshold was not judged');
  return judged;
}

test.each([
  [
    'wrong answers with many connections',
    { connections: 10, n: 14, errors: 286 },
    'warn',
    '; but with 10 connections 95 % of the answers were wrong',
  ],
  [
    'wrong answers on new connections',
    { connection: 'new-per-request', n: 90, errors: 10 },
    'warn',
    '; but on new connections 10 % of the answers were wrong',
  ],
  ['as many wrong answers as are tolerated', { connections: 10, n: 99, errors: 1 }, 'pass', ''],
  ['wrong answers of the reference server', { connections: 10, n: 14, errors: 286, arm: 'reference' }, 'pass', ''],
  ['wrong answers of another suite', { connections: 10, n: 14, errors: 286, suite: 'api' }, 'pass', ''],
] as const)('a met threshold beside %s: %s', (_what, other, verdict, words) => {
  const judged = judge('refresh mean < 30ms', [steady(10), { ...steady(10), ...other }]);
  expect(judged).toMatchObject({ verdict, actualMs: 10 });
  expect(judged.because).toContain(words);
});

test('a missed threshold stays missed beside wrong answers of another trial', () =>
  expect(judge('refresh mean < 30ms', [steady(90), { ...steady(10), connections: 10, n: 1, errors: 99 }]).verdict).toBe(
    'fail',
  ));
