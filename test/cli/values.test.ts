import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { graceMs } from '../../src/cli/values.ts';

test.each([
  ['0', 0],
  ['0s', 0],
  ['0ms', 0],
  ['500ms', 500],
  ['12s', 12_000],
  ['1m', 60_000],
])('a longest grace of %s is %d ms', (text, ms) => expect(graceMs(text)).toBe(ms));

test.each(['', '12', '-1s', '61s', '0x', 'never'])('a longest grace of "%s" is refused', (text) =>
  expect(() => graceMs(text)).toThrow(InvalidArgumentError),
);
