import { expect, test } from 'vitest';
import { processTimes, usedBetween } from '../../../../src/gather/server/waits/process-times.ts';
import { parseStat } from '../../../../src/gather/server/waits/stat-line.ts';

test.each([
  ['a name with blanks and brackets', '7 (a (b) c) S 1 7 7 0 -1 4194304 100 0 0 0 12 34 0 0 20 0 1 0 250'],
  ['a plain name', '7 (node) S 1 7 7 0 -1 4194304 100 0 0 0 12 34 0 0 20 0 1 0 250'],
])('%s: the state and the times in steps of 10 ms', (_what, line) =>
  expect(parseStat(line)).toEqual({ state: 'S', userUs: 120_000, systemUs: 340_000, startedS: 2.5 }),
);

test('the busiest come first, processes that used nothing are left out, and new ones count from their start', () => {
  const before = new Map([
    [1, 500],
    [2, 100],
    [3, 70],
  ]);
  const after = new Map([
    [1, 600],
    [2, 900],
    [3, 70],
    [4, 50],
    [5, 10_000],
  ]);
  const used = usedBetween(before, after, (pid) => pid !== 5);
  expect(used.map(({ pid, us }) => [pid, us])).toEqual([
    [2, 800],
    [1, 100],
    [4, 50],
  ]);
});

test.skipIf(process.platform !== 'linux')('the time of this process is read', () =>
  expect(processTimes().get(process.pid)).toBeGreaterThan(0),
);
