import { expect, test } from 'vitest';
import { startWarmUp } from '../../src/load/warm-up.ts';

const repeated = (times: number, ms: number): readonly number[] => Array.from({ length: times }, () => ms);

test.each([
  ['nothing', [], false],
  ['two blocks alike are too few', repeated(30, 10), false],
  ['three blocks alike', repeated(45, 10), true],
  ['a server that still gets faster', [...repeated(15, 20), ...repeated(15, 15), ...repeated(15, 10)], false],
  ['a slow start that is over', [...repeated(30, 20), ...repeated(45, 10)], true],
  ['a tenth apart is alike', [...repeated(30, 10), ...repeated(15, 11)], true],
  ['more than a tenth apart is not', [...repeated(30, 10), ...repeated(15, 11.1)], false],
  ['fast responses that differ by clock noise only', [...repeated(30, 0.2), ...repeated(15, 0.25)], true],
  ['one slow response in a block does not count', [...repeated(44, 10), 500], true],
])('%s: steady is %3$s', (_what, answersMs, steady) => {
  const warmUp = startWarmUp();
  for (const ms of answersMs) warmUp.add(ms);
  expect(warmUp.steady).toBe(steady);
});
