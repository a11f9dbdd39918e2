import { expect, test } from 'vitest';
import { countText, durationText, factLine, msText } from '../../src/render/number-text.ts';

test.each([
  [null, '–'],
  [0, '0.00'],
  [0.05, '0.05'],
  [0.994, '0.99'],
  [0.995, '1.0'],
  [9.94, '9.9'],
  [43.96, '44.0'],
  [99.94, '99.9'],
  [99.95, '100'],
  [999.4, '999'],
  [999.5, '1 000'],
  [1_999.6, '2 000'],
  [2_041.2, '2 041'],
  [1_234_567, '1 234 567'],
])('%s ms in a table is "%s"', (value, text) => expect(msText(value)).toBe(text));

test.each([
  [0.4, '0.40 ms'],
  [44, '44.0 ms'],
  [999.4, '999 ms'],
  [999.5, '1.00 s'],
  [2_041, '2.04 s'],
])('%d ms in a sentence is "%s"', (value, text) => expect(durationText(value)).toBe(text));

test.each([
  [0, '0'],
  [999, '999'],
  [999.5, '1 000'],
  [1_000, '1 000'],
  [12_345_678, '12 345 678'],
])('the count %d is "%s"', (value, text) => expect(countText(value)).toBe(text));

test.each([
  ['text', { kind: 'text', text: 'as it is' }, 'as it is'],
  ['milliseconds', { kind: 'measure', label: 'connect', value: 2_041, unit: 'ms' }, 'connect: 2.04 s'],
  ['seconds', { kind: 'measure', label: 'lifetime', value: 2, unit: 's' }, 'lifetime: 2.00 s'],
  ['a count', { kind: 'measure', label: 'delayed ACKs', value: 1_234, unit: 'count' }, 'delayed ACKs: 1 234'],
  [
    'a distribution',
    { kind: 'distribution', label: 'kept', n: 9, p50Ms: 44, p95Ms: 1_000 },
    'kept: p50 44.0 ms, p95 1.00 s (9 answers)',
  ],
] as const)('a fact of %s is one line', (_what, fact, line) => expect(factLine(fact)).toBe(line));
