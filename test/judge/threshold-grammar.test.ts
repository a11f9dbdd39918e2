import { expect, test } from 'vitest';
import { operators, statistics } from '../../src/model/threshold.ts';
import { defaultThresholds, readThreshold, withSuite } from '../../src/pipelines/request/thresholds.ts';
import { ToolError } from '../../src/model/error.ts';

test.each([
  ['refresh mean < 30ms', { suite: 'refresh', statistic: 'mean', operator: '<', limit: 30 }],
  ['refresh mean<30ms', { suite: 'refresh', statistic: 'mean', operator: '<', limit: 30 }],
  ['  api   p99.9   <=   0.5 s ', { suite: 'api', statistic: 'p99.9', operator: '<=', limit: 500 }],
  ['login max < 800us', { suite: 'login', statistic: 'max', operator: '<', limit: 0.8 }],
  ['api errors < 1%', { suite: 'api', statistic: 'errors', operator: '<', limit: 0.01 }],
  ['api errors <= 0.5 %', { suite: 'api', statistic: 'errors', operator: '<=', limit: 0.005 }],
  ['api rate >= 200/s', { suite: 'api', statistic: 'rate', operator: '>=', limit: 200 }],
  ['api rate > 0 /s', { suite: 'api', statistic: 'rate', operator: '>', limit: 0 }],
])('"%s" is read', (text, expected) => expect(readThreshold(text)).toMatchObject(expected));

test.each(statistics.map((statistic) => [statistic]))('the statistic %s is known', (statistic) => {
  const unit = statistic === 'errors' ? '%' : statistic === 'rate' ? '/s' : 'ms';
  expect(readThreshold(`api ${statistic} < 1${unit}`).statistic).toBe(statistic);
});

test.each(operators.map((operator) => [operator]))('the operator %s is known', (operator) =>
  expect(readThreshold(`api mean ${operator} 1ms`).operator).toBe(operator),
);

test('the text is kept with single spaces, as in reports', () =>
  expect(readThreshold('  refresh   mean <  30ms ').text).toBe('refresh mean < 30ms'));

test('a threshold is a gate unless it is marked as advice', () => {
  expect(readThreshold('api mean < 1ms').weight).toBe('gate');
  expect(readThreshold('api mean < 1ms', 'advice').weight).toBe('advice');
});

test('the suite may be left out where one is measured; where several are, it is asked for', () => {
  const written = readThreshold('p95 < 30ms');
  expect(written).toMatchObject({ suite: null, condition: 'p95 < 30ms' });
  expect(withSuite(written, ['api'])).toMatchObject({ suite: 'api', text: 'api p95 < 30ms', condition: 'p95 < 30ms' });
  expect(() => withSuite(written, ['refresh', 'api'])).toThrow(
    'names no suite, and 2 are measured: begin it with refresh, api.',
  );
});

// The caret stands under the word that is not understood: each row is the text and the column.
test.each([
  ['', 0, 'a suite or a statistic'],
  ['p42 < 30ms', 0, 'a suite or a statistic: refresh, api, login, url, mean, min, max, p50'],
  ['refesh mean < 30ms', 0, 'a suite or a statistic: refresh, api, login, url, mean'],
  ['p95 < 30', 8, 'a unit: us, ms, s'],
  ['refresh p42 < 30ms', 8, 'a statistic: mean'],
  ['refresh', 7, 'a statistic'],
  ['refresh mean = 30ms', 13, 'an operator: <=, >=, <, >'],
  ['refresh mean', 12, 'an operator'],
  ['refresh mean <', 14, 'a number with its unit'],
  ['refresh mean < thirty', 15, 'a number with its unit'],
  ['refresh mean < -30ms', 15, 'a number with its unit'],
  ['refresh mean < 1e3ms', 15, 'a number with its unit'],
  ['refresh mean < 30', 17, 'a unit: us, ms, s'],
  ['refresh mean < 30m', 17, 'a unit: us, ms, s'],
  ['refresh mean < 30%', 17, 'a unit: us, ms, s'],
  ['refresh mean < 30 /s', 18, 'a unit: us, ms, s'],
  ['refresh errors < 1ms', 18, 'a unit: %'],
  ['refresh rate > 5%', 16, 'a unit: /s'],
  ['refresh mean < 30ms now', 20, 'nothing more'],
  ['refresh mean < 30ms < 40ms', 20, 'nothing more'],
])('"%s" is refused at column %i', (text, column, expected) => {
  const error = mistakeIn(text);
  expect([error.code, error.exitCode]).toEqual(['bad-target', 2]);
  const [, quoted, pointer = ''] = error.message.split('\n');
  expect(quoted).toBe(`  ${text}`);
  expect(pointer.indexOf('^') - 2).toBe(column);
  expect(pointer).toContain(`^ expected ${expected}`);
});

function mistakeIn(text: string): ToolError {
  try {
    readThreshold(text);
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error(`"${text}" was understood`);
}

test('the default thresholds are those of the original case; a slow login is only advice', () =>
  expect(defaultThresholds.map(({ text, weight }) => [text, weight])).toEqual([
    ['refresh mean < 30ms', 'gate'],
    ['api mean < 100ms', 'gate'],
    ['login mean < 500ms', 'advice'],
  ]));
