import { expect, test } from 'vitest';
import { slowLoopback } from '../../../src/audit/network/slow-loopback.ts';
import type { Machine } from '../../../src/model/machine.ts';
import { at, baseline } from '../literals.ts';
import { machineOf } from '../server-literals.ts';

const check = (four: readonly number[], six: readonly number[]) =>
  slowLoopback.check({ 'loopback-baseline': baseline({ 4: four, 6: six }) }, at());

test.each([
  ['both families are fast', [0.1], [0.1], 'pass'],
  ['both are at the limit', [20], [20], 'pass'],
  ['both are just past it', [20.1], [20.1], 'fail'],
  ['one family alone is slow, which is not all of loopback', [300], [0.1], 'pass'],
  ['the only family that there is is slow', [300], [], 'fail'],
  ['one slow connect among three', [0.1, 300, 0.1], [0.1], 'pass'],
  ['two slow connects among three', [300, 0.1, 300], [300], 'fail'],
  ['no listener of our own could be opened', [], [], 'inconclusive'],
])('where %s', (_what, four, six, outcome) => expect(check(four, six).outcome).toBe(outcome));

test.each([
  [499, 'medium'],
  [500, 'high'],
])('%i ms a connect is of severity %s', (ms, severity) =>
  expect(check([ms], [ms])).toMatchObject({ severity, costMs: ms }),
);

test('the slower family is the cost, and both are shown', () =>
  expect(check([100], [300])).toMatchObject({ costMs: 300, facts: [{ value: 100 }, { value: 300 }] }));

const beside = (machine: Partial<Machine>) =>
  slowLoopback.check({ 'loopback-baseline': baseline({ 4: [150], 6: [150] }), machine: machineOf(machine) }, at());

test.each([
  ['had a core whenever it needed one', { queuedMs: 0 }, 'fail'],
  ['waited for a core for a third of the delay', { queuedMs: 50 }, 'inconclusive'],
  ['waited for less than a third of the delay', { queuedMs: 49, elapsedMs: 500 }, 'fail'],
] as const)('where whyslow %s, it is %s', (_what, machine, outcome) => expect(beside(machine).outcome).toBe(outcome));
