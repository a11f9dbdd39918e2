import { expect, test } from 'vitest';
import { noSettings, overridden, type MeasureSettings } from '../../src/cli/measure-settings.ts';
import { mostSevereCode } from '../../src/model/exit-codes.ts';

const choosing = (choices: MeasureSettings['choices']): MeasureSettings => ({ ...noSettings, choices });

test.each<[string, MeasureSettings['choices'], MeasureSettings['choices'], MeasureSettings['choices']]>([
  ['the second value overrides the first', { requests: 1 }, { requests: 2 }, { requests: 2 }],
  ['a value of either is kept', { user: 'a' }, { requests: 2 }, { user: 'a', requests: 2 }],
  ['a missing value in the second changes nothing', { user: 'a' }, { user: undefined }, { user: 'a' }],
  ['a duration removes the earlier number', { requests: 1 }, { durationMs: 9 }, { durationMs: 9 }],
  ['a number removes the earlier duration', { durationMs: 9 }, { requests: 1 }, { requests: 1 }],
  ['until sure removes a duration', { durationMs: 9, user: 'a' }, { untilSure: true }, { untilSure: true, user: 'a' }],
  ['a capacity search removes a rate', { rate: 5 }, { findCapacity: true }, { findCapacity: true }],
  [
    'a switched-off option removes nothing',
    { durationMs: 9 },
    { untilSure: false },
    { durationMs: 9, untilSure: false },
  ],
])('%s', (_promise, first, second, both) =>
  expect(overridden(choosing(first), choosing(second)).choices).toEqual(both),
);

test('password, formats and folder are taken as a whole', () => {
  const first: MeasureSettings = { ...noSettings, out: 'a', password: { from: 'environment', name: 'A' }, formats: [] };
  expect(overridden(first, noSettings)).toEqual(first);
  expect(overridden(first, { ...noSettings, out: 'b', password: { from: 'file', path: 'b' } })).toMatchObject({
    out: 'b',
    password: { from: 'file', path: 'b' },
    formats: [],
  });
});

test.each([
  [[0, 0], 0],
  [[0, 20, 12], 12],
  [[10, 11, 13], 10],
  [[10, 14], 14],
  [[14, 2], 2],
  [[0, 130, 10], 130],
  [[], 0],
])('of the exit codes %j the worst is %d', (codes, worst) => expect(mostSevereCode(codes)).toBe(worst));
