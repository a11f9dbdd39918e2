import { expect, test } from 'vitest';
import { parseAlert } from '../../../src/judge/watch/alert-grammar.ts';
import { ToolError } from '../../../src/model/error.ts';

const known = ['localhost', '127.0.0.1', '::1', 'refresh'];

test.each([
  ['refresh p95 > 30ms for 30s', { series: 'refresh', statistic: 'p95', operator: '>', limit: 30, forMs: 30_000 }],
  ['refresh p95>30ms', { limit: 30, forMs: 0 }],
  ['::1 errors >= 5 % for 1.5m', { series: '::1', statistic: 'errors', limit: 0.05, forMs: 90_000 }],
  ['  localhost   mean  >  2 s  for 500ms ', { limit: 2_000, forMs: 500, text: 'localhost mean > 2 s for 500ms' }],
])('"%s" is read', (text, expected) => expect(parseAlert(text, known)).toMatchObject(expected));

// The caret points at the unexpected word: each row is the text and the column.
test.each([
  ['', 0, 'a watched name'],
  ['login p95 > 30ms', 0, 'a watched name: localhost, 127.0.0.1, ::1, refresh'],
  ['refresh rate > 3/s', 8, 'a statistic: mean'],
  ['refresh p95 = 30ms', 12, 'an operator'],
  ['refresh p95 > 30', 16, 'a unit: us, ms, s'],
  ['refresh p95 > 30 %', 17, 'a unit: us, ms, s'],
  ['refresh p95 > 30ms during 3s', 19, 'nothing more, or a duration: for'],
  ['refresh p95 > 30ms for', 22, 'a duration'],
  ['refresh p95 > 30ms for ever', 23, 'a duration, like 30s'],
  ['refresh p95 > 30ms for 30s or so', 27, 'nothing more'],
])('"%s" is refused at column %i', (text, at, expected) => {
  const complaint = (): unknown => parseAlert(text, known);
  expect(complaint).toThrow(ToolError);
  expect(complaint).toThrow(`\n  ${text}\n  ${' '.repeat(at)}^ expected ${expected}`);
});
