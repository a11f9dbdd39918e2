import { readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { sarif } from '../../src/render/sarif.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { hostileRun } from './hostile.ts';
import { clientsRun, doubtfulRun, healthyRun, storyRun } from './runs.ts';

/**
 * The schema of SARIF 2.1.0 (OASIS), unchanged as the npm package @microsoft/jest-sarif 1.0.0-beta.0 carries it (MIT).
 * The package itself is not installed: it brings an ajv of its own.
 */
const SCHEMA = new URL('schemas/sarif-2.1.0-rtm.5.json', import.meta.url);

const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

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
  ['hostile text', hostileRun()],
])('%s is SARIF 2.1.0', (_what, run) => {
  validate(JSON.parse(draw(run)));
  expect(validate.errors).toBe(null);
});

test.each([
  ['a version of its own', (text: string) => text.replace('"version": "2.1.0"', '"version": "2.2.0"')],
  ['a level that is none', (text: string) => text.replace('"level": "warning"', '"level": "grave"')],
  ['a field that is none', (text: string) => text.replace('"ruleId"', '"rule"')],
  ['a line before the first', (text: string) => text.replace('"startLine": 1', '"startLine": 0')],
])('the validator refuses %s', (_what, breaking) => {
  const broken = breaking(draw(frozenRun));
  expect(broken).not.toBe(draw(frozenRun));
  expect(validate(JSON.parse(broken))).toBe(false);
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
