import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import type { GatheredKind } from '../src/model/evidence.ts';
import { type Run, runSchema } from '../src/model/run.ts';
import type { evidence } from '../src/model/schema/evidence.ts';
import { runDocument } from '../src/model/schema/run.ts';
import { frozenRun } from './golden/frozen-run.ts';

const PUBLISHED = new URL('../docs/run.schema.json', import.meta.url);

const schema = { $id: runSchema, ...z.toJSONSchema(runDocument) };

test('the published schema is the one that saved runs are read with', () => {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (process.env['UPDATE'] === '1') writeFileSync(PUBLISHED, text);
  expect(text).toBe(readFileSync(PUBLISHED, 'utf8'));
});

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** Both readers of a run: the published schema and our own parser. */
const readers: readonly (readonly [string, (value: unknown) => boolean])[] = [
  ['the published schema', (value) => validate(value)],
  ['our own reader', (value) => runDocument.safeParse(value).success],
];

const without = (key: keyof Run): unknown =>
  Object.fromEntries(Object.entries(frozenRun).filter(([name]) => name !== key));
const [pass] = frozenRun.suites;
const [finding] = frozenRun.findings;

const broken: readonly (readonly [string, unknown])[] = [
  ['nothing', {}],
  ['no object', null],
  ['another schema', { ...frozenRun, schema: 'whyslow.run/3' }],
  ['a field missing', without('exit')],
  ['a field too many', { ...frozenRun, token: 'eyJ…' }],
  ['an unknown command', { ...frozenRun, command: 'guess' }],
  ['an invalid verdict', { ...frozenRun, verdict: 'good' }],
  ['an exit code beyond a byte', { ...frozenRun, exit: { code: 256, reason: '' } }],
  ['an invalid date', { ...frozenRun, startedAt: 'yesterday' }],
  ['evidence of an unknown kind', { ...frozenRun, evidence: [{ ...frozenRun.evidence[0], kind: 'rumour' }] }],
  ['a negative count', { ...frozenRun, suites: [{ ...pass, n: -1 }] }],
  ['a negative time', { ...frozenRun, suites: [{ ...pass, tookMs: -1 }] }],
  ['an invalid histogram', { ...frozenRun, suites: [{ ...pass, histogram: 'AAAA' }] }],
  ['a pass with a cost', { ...frozenRun, findings: [{ ...finding, outcome: 'pass', costMs: 5, summary: '' }] }],
  ['a failure without advice', { ...frozenRun, findings: [{ id: 'x', title: 'x', outcome: 'fail', severity: 'low' }] }],
  ['an id with spaces', { ...frozenRun, findings: [{ ...finding, id: 'not an id' }] }],
];

test.each(readers)('%s takes the frozen run', (_name, reads) => expect(reads(frozenRun)).toBe(true));

test.each(readers.flatMap(([name, reads]) => broken.map(([what, run]) => [name, what, reads, run] as const)))(
  '%s refuses a run with %s',
  (_name, _what, reads, run) => expect(reads(run)).toBe(false),
);

type Plain<T> = T extends readonly (infer Item)[]
  ? T extends readonly [unknown, ...unknown[]]
    ? { -readonly [K in keyof T]: Plain<T[K]> }
    : Plain<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Plain<T[K]> }
    : T;

test('the document and the type are equal, except for readonly', () => {
  type Read = z.infer<typeof runDocument>;
  expectTypeOf<Read>().toExtend<Run>();
  expectTypeOf<Plain<Run>>().toExtend<Read>();
  expectTypeOf<keyof Run>().toEqualTypeOf<keyof Read>();
  expectTypeOf<GatheredKind>().toEqualTypeOf<z.infer<typeof evidence>['kind']>();
});
