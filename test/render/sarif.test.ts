import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { sarif } from '../../src/render/sarif.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { hostileRun } from './hostile.ts';
import { checkedRun, clientsRun, doubtfulRun, healthyRun, storyRun } from './runs.ts';
import { sarifComplaint } from './validators.ts';

const draw = (run: Run): string => sarif.render(run, { width: 100, colour: false, unicode: true });

interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly { readonly executionSuccessful: boolean; readonly exitCode: number }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
}

const parsed = (run: Run): Log['runs'][number] => {
  const [first] = (JSON.parse(draw(run)) as Log).runs;
  if (first === undefined) throw new Error('a log without a run');
  return first;
};

test.each([
  ['the frozen run', frozenRun],
  ['the story', storyRun],
  ['clients', clientsRun],
  ['a doubtful run', doubtfulRun],
  ['a healthy run', healthyRun],
  ['checks with exchanges', checkedRun],
  ['hostile text', hostileRun()],
])('%s is SARIF 2.1.0', (_what, run) => {
  expect(sarifComplaint(draw(run))).toBe('');
});

test.each([
  ['a version of its own', (text: string) => text.replace('"version": "2.1.0"', '"version": "2.2.0"')],
  ['a level that is none', (text: string) => text.replace('"level": "warning"', '"level": "grave"')],
  ['a field that is none', (text: string) => text.replace('"ruleId"', '"rule"')],
  ['a line before the first', (text: string) => text.replace('"startLine": 1', '"startLine": 0')],
])('the validator refuses %s', (_what, breaking) => {
  const broken = breaking(draw(frozenRun));
  expect(broken).not.toBe(draw(frozenRun));
  expect(sarifComplaint(broken)).not.toBe('');
});

test('what failed is a result of its own rule, and nothing else is a result', () => {
  const { results, tool } = parsed(frozenRun);
  expect(results.map(({ ruleId }) => ruleId)).toEqual(['delayed-ack-stall', 'concurrent-refresh-race']);
  expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(results.map(({ ruleId }) => ruleId));
  expect(tool.driver.rules.length).toBe(frozenRun.findings.length + frozenRun.checks.length);
  expect(parsed(healthyRun).results).toEqual([]);
});

test('every result stands in a file of the checkout, since code scanning refuses all others', () => {
  const uris = parsed(frozenRun).results.flatMap(({ locations }) =>
    locations.map(({ physicalLocation }) => physicalLocation.artifactLocation.uri),
  );
  expect(uris).toEqual(['whyslow.config.json', 'whyslow.config.json']);
});

test.each([
  [0, true],
  [10, true],
  [20, true],
  [13, false],
  [14, false],
  [130, false],
])('exit code %d: executed successfully is %s', (code, successful) => {
  expect(parsed({ ...frozenRun, exit: { code, reason: 'so' } }).invocations).toMatchObject([
    { executionSuccessful: successful, exitCode: code },
  ]);
});
