import { expect, test } from 'vitest';
import { mergeSelfChecks } from '../../../src/load/processes/merge-self-check.ts';
import type { SelfCheckSignal } from '../../../src/model/suite.ts';

const CORES = 8;

const signal = (id: SelfCheckSignal['id'], value: number, level: SelfCheckSignal['level']): SelfCheckSignal => ({
  id,
  name: id,
  value,
  unit: 'ratio',
  level,
  because: `${id} ${value}`,
});

test.each([
  [
    'the higher level',
    [signal('core-wait', 9, 'yellow'), signal('core-wait', 1, 'red')],
    'core-wait 1 (process 2 of 2)',
    false,
  ],
  [
    'the larger value',
    [signal('core-wait', 9, 'green'), signal('core-wait', 1, 'green')],
    'core-wait 9 (process 1 of 2)',
    true,
  ],
  [
    'the smaller rate',
    [signal('achieved-rate', 1, 'green'), signal('achieved-rate', 0.9, 'green')],
    'achieved-rate 0.9 (process 2 of 2)',
    true,
  ],
] as const)('the self-check reports %s', (_what, signals, because, valid) => {
  const merged = mergeSelfChecks(
    signals.map((each) => ({ valid: each.level !== 'red', signals: [each] })),
    CORES,
  );
  expect(merged).toMatchObject({ valid, signals: [{ because }] });
});

test('processes on all cores leave none to the server, which the self-check says', () => {
  const checks = [1, 2].map(() => ({ valid: true, signals: [signal('few-cores', 2, 'yellow')] }));
  expect(mergeSelfChecks(checks, 2).signals).toMatchObject([
    { id: 'few-cores', because: expect.stringContaining('2 generator processes') },
  ]);
  expect(
    mergeSelfChecks(
      checks.map(() => ({ valid: true, signals: [] })),
      3,
    ).signals,
  ).toEqual([]);
});
