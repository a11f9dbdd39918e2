import { expect, test } from 'vitest';
import { measureCoreShare, coreSignal } from '../../../src/load/self-check/core.ts';

test.each([
  ['a core of its own', 1, 1, 'green'],
  ['a moment in which another had it', 0.5, 1, 'green'],
  ['another that takes a little', 0.85, 0.8, 'yellow'],
  ['one that computes beside it', 0.5, 0.52, 'red'],
] as const)('%s', (_who, before, after, level) => expect(coreSignal(before, after)).toMatchObject([{ level }]));

test('without an exact CPU time there is no signal', () => expect(coreSignal(null, 1)).toEqual([]));

test('the share of a core is between 0 and 1', () => {
  const share = measureCoreShare();
  expect(share === null || (share > 0 && share <= 1)).toBe(true);
});
