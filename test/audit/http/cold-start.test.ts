import { describe, expect, test } from 'vitest';
import { coldStart } from '../../../src/audit/http/cold-start.ts';
import type { AddressVisits, EvidenceValues } from '../../../src/model/evidence.ts';
import { at, listeners, listening, loopback, silent, taking, times } from '../literals.ts';
import { machineOf, processState } from '../server-literals.ts';

type Uses = Partial<Pick<EvidenceValues, 'machine' | 'process' | 'listeners'>>;
const check = (rows: readonly AddressVisits[], uses: Uses = {}) =>
  coldStart.check({ addresses: loopback(rows), ...uses }, at());

const cold = taking('127.0.0.1', [2_000, ...times(6, 0.9)], times(7, 0.9));

test('the first answer takes 2 s, and the others 0.9 ms', () => {
  const opinion = check([cold], { process: { before: [processState({ ageS: 3 })], after: [] } });
  expect(opinion).toMatchObject({ outcome: 'fail', severity: 'medium', costMs: 1_999.1 });
  expect(opinion.summary).toBe(
    'The first answer of 127.0.0.1 took 2.00 s, the next 13 take 0.9 ms: ' +
      'the server does something once, before or during its first answer.',
  );
  expect(opinion).toMatchObject({
    facts: expect.arrayContaining([
      { kind: 'text', text: 'node (pid 4242) had run for 3 s before the first request.' },
    ]),
    advice: [{ savesMs: 1_999.1 }, { command: 'curl -s -o /dev/null http://localhost:8000' }],
  });
});

test.each([
  [119, '119 s'],
  [600, '10 min'],
  [7_200, '2 h'],
])('a process of %d s had run for %s', (ageS, text) =>
  expect(JSON.stringify(check([cold], { process: { before: [processState({ ageS })], after: [] } }))).toContain(
    `had run for ${text} before`,
  ),
);

test('where a stack compiles on request, its line is the advice', () => {
  const vite = listeners(listening('127.0.0.1', 1, 'node node_modules/.bin/vite'));
  expect(JSON.stringify(check([cold], { listeners: vite }))).toContain('warmup');
});

describe('it is no cold start where', () => {
  test.each([
    ['the first answer takes 100 ms', [100, ...times(6, 1)], 'pass'],
    ['the first answer takes four times as long as the others', [200, ...times(6, 50)], 'pass'],
    ['all answers are slow', times(7, 2_000), 'pass'],
    ['the others are slow, and the first slower', [2_000, ...times(6, 300)], 'pass'],
    ['a later one is slow too', [2_000, 1, 1, 1, 2_000, 1, 1], 'not-applicable'],
    ['fewer than three others came', [2_000, 1, 1], 'pass'],
  ])('%s', (_where, fresh, outcome) => expect(check([taking('127.0.0.1', fresh)]).outcome).toBe(outcome));

  test('no answer came', () => expect(check([silent('127.0.0.1')]).outcome).toBe('not-applicable'));

  test('the connect or the lookup is slow', () => {
    const row = taking('127.0.0.1', times(7, 1));
    const slowConnect = { ...row, cold: row.cold.map((visit) => ({ ...visit, connectMs: 900, firstByteMs: 901 })) };
    const addresses = loopback([slowConnect], 2_000);
    expect(coldStart.check({ addresses }, at()).outcome).toBe('pass');
  });
});

test.each([
  ['just above 100 ms', [100.1, ...times(6, 1)], 'low'],
  ['a second', [1_000, ...times(6, 1)], 'medium'],
  ['five seconds', [5_000, ...times(6, 1)], 'high'],
])('a first answer of %s is of severity', (_time, fresh, severity) =>
  expect(check([taking('127.0.0.1', fresh)])).toMatchObject({ outcome: 'fail', severity }),
);

test.each([
  ['a busy machine may explain 300 ms', 300, 101, 'inconclusive'],
  ['not more than three times of what it took', 310, 101, 'fail'],
  ['an idle machine explains nothing', 300, 10, 'fail'],
])('%s', (_promise, first, queuedMs, outcome) => {
  const machine = machineOf({ queuedMs });
  expect(check([taking('127.0.0.1', [first, ...times(6, 1)])], { machine }).outcome).toBe(outcome);
});

test('of two addresses with a slow first answer, the slower one is reported', () => {
  const other = taking('::1', [300, ...times(6, 1)]);
  expect(check([other, cold]).summary).toMatch(/^The first answer of 127\.0\.0\.1 took 2\.00 s/);
});
