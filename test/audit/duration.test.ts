import { expect, test } from 'vitest';
import { ms } from '../../src/audit/duration.ts';

test.each([
  [0, '0.0 ms'],
  [0.35, '0.3 ms'],
  [9.94, '9.9 ms'],
  [9.96, '10 ms'],
  [10, '10 ms'],
  [44.4, '44 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [1_000, '1.00 s'],
  [2_041, '2.04 s'],
])('%d ms is written as "%s"', (value, text) => expect(ms(value)).toBe(text));
