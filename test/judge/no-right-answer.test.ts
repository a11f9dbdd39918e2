import { expect, test } from 'vitest';
import { thresholdOf } from './threshold-of.ts';
import { judgeThresholds } from '../../src/judge/verdicts.ts';
import { passOf } from './literals.ts';

const noAnswer = passOf({ n: 0, throttled: 300, reasons: {}, serviceMs: null, userMs: null, perSecond: 0 });
const busy = { id: 'other', name: 'x', value: 1, unit: 'ratio', level: 'red', because: 'busy' } as const;

test.each([
  ['a mean', 'refresh mean < 30ms', noAnswer],
  ['a quantile', 'refresh p95 < 30ms', noAnswer],
  ['a rate that a server without answers would meet', 'refresh rate < 100/s', noAnswer],
  ['a rate that silence would miss', 'refresh rate > 100/s', noAnswer],
  ['errors that were not counted', 'refresh errors < 1%', noAnswer],
  ['errors that are welcome', 'refresh errors > 50%', { ...noAnswer, errors: 300 }],
  ['advice', 'login mean < 500ms', { ...noAnswer, suite: 'login' }],
  ['a generator that was busy', 'refresh mean < 30ms', { ...noAnswer, selfCheck: { valid: false, signals: [busy] } }],
] as const)('without a right answer nothing is decided: %s', (_what, text, pass) => {
  const target = { ...thresholdOf(text), weight: _what === 'advice' ? 'advice' : 'gate' } as const;
  const [judged] = judgeThresholds([target], [pass], []);
  expect(judged).toMatchObject({ verdict: 'inconclusive', ground: 'no-right-answer', actualMs: null });
  expect(judged?.because).toMatch(/^no right answer came: 300 × 429/);
});
