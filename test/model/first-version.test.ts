import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compareTimes, timeOfBaseline, timeOfRun } from '../../src/judge/compare/comparison.ts';
import type { Run } from '../../src/model/run.ts';
import { baselineDocument } from '../../src/model/schema/baseline.ts';
import { currentBaseline, currentRun } from '../../src/model/schema/first-version.ts';
import { runDocument } from '../../src/model/schema/run.ts';
import { endText } from '../../src/model/trial-end.ts';
import { formats } from '../../src/render/index.ts';
import { frozenRun, frozenStory } from '../golden/frozen-run.ts';

/** As version 0.1 wrote them. Never rewritten. */
const saved = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`saved-by-0.1/${name}.json`, import.meta.url), 'utf8')) as Record<string, unknown>;

const read = (value: unknown): Run => runDocument.parse(currentRun(value));

/** The samples in `reports/` are these two runs as this version would have saved them, and what reports are drawn from. */
test.each([
  ['run', frozenRun],
  ['diagnosis', frozenStory],
] as const)('a %s of whyslow.run/1 is read as the same run of this version', (name, run) => {
  expect(saved(name)['schema']).toBe('whyslow.run/1');
  expect(read(saved(name))).toEqual(run);
});

test('it is drawn as the run of this version is, in every format', async () => {
  const look = { width: 100, colour: false, unicode: true };
  const run = read(saved('run'));
  for (const { load } of formats) {
    const { render } = await load();
    expect(render(run, look)).toBe(render(frozenRun, look));
  }
});

/** What scripts read, by the promise of the schema. */
const promised = (run: unknown): unknown => {
  const { target, addresses, findings, checks, clients, suites, verdicts, verdict, exit } = run as Run;
  return {
    url: target.url,
    addresses: addresses.map(({ answers: _laterAddition, ...row }) => row),
    findings: findings.map((finding) => ({ ...finding, title: null, facts: null, advice: null })),
    checks: checks.map(({ id, outcome, summary }) => ({ id, outcome, summary })),
    clients: clients.map(({ id, predicted }) => ({ id, predicted })),
    suites: suites.map(
      ({ suite, arm, connection, connections, n, errors, statuses, serviceMs, userMs, perSecond }) => ({
        suite,
        arm,
        connection,
        connections,
        n,
        errors,
        statuses,
        serviceMs,
        userMs,
        perSecond,
      }),
    ),
    verdicts: verdicts.map((judged) => [judged.target, judged.verdict, judged.because]),
    verdict,
    exit,
  };
};

test('the keys that scripts read are in both versions, with the same values', () =>
  expect(promised(saved('run'))).toMatchObject(promised(frozenRun) as object));

test('a baseline of whyslow.baseline/1 is read, and a run is gated with it as with one of this version', () => {
  const baseline = baselineDocument.parse(currentBaseline(saved('baseline')));
  expect(baseline).toEqual({ ...saved('baseline'), schema: 'whyslow.baseline/2' });
  const now = timeOfRun(read(saved('run')), { kind: 'live', label: 'now' });
  const comparison = compareTimes(timeOfBaseline(baseline), now);
  expect(comparison).toMatchObject({ how: 'one-after-the-other', weight: 'gate', verdict: 'inconclusive' });
  expect(new Set(comparison.changes.map(({ suite }) => suite))).toEqual(new Set(['refresh', 'api', 'login']));
});

const [trial] = saved('run')['suites'] as readonly Record<string, unknown>[];
const [verdict] = saved('run')['verdicts'] as readonly Record<string, unknown>[];

test.each([
  ['the server stopped answering (refused), 60 of 1000 done', 'server-gone'],
  ['the server stopped answering, 60 done', 'server-gone'],
  ['the server stopped answering (EFOO: a (b), c), 3 of 4 done', 'server-gone'],
  ['this machine could not connect (no file descriptor is left), 0 of 20 done', 'generator-failed'],
  ['throttled: 429 with Retry-After 60 s, longer than the pass had left, 5 of 20 done', 'throttled'],
  ['interrupted, 12 done', 'interrupted'],
  ['internal error, 12 of 300 done', 'internal-error'],
  ['time limit reached, 12 of 300 done', 'time-limit'],
  ['out of time, 0 of 20 done', 'out-of-time'],
  ['nobody knows', 'other'],
])('the end "%s" has the kind %s, and the same sentence', (stoppedEarly, kind) => {
  const { ended } = read({ ...saved('run'), suites: [{ ...trial, stoppedEarly }] }).suites[0] ?? {};
  expect(ended).toMatchObject({ kind });
  expect(endText(ended ?? null)).toBe(stoppedEarly);
});

test.each([
  ['refresh mean < 30ms', { condition: 'mean < 30ms', statistic: 'mean', operator: '<', limit: 30 }],
  ['refresh p99.9<=0.5 s', { condition: 'p99.9<=0.5 s', statistic: 'p99.9', operator: '<=', limit: 500 }],
  ['refresh errors < 1%', { condition: 'errors < 1%', statistic: 'errors', operator: '<', limit: 0.01 }],
  ['refresh rate >= 200/s', { condition: 'rate >= 200/s', statistic: 'rate', operator: '>=', limit: 200 }],
])('the threshold of "%s" is read once, here', (target, threshold) =>
  expect(read({ ...saved('run'), verdicts: [{ ...verdict, target }] }).verdicts[0]?.threshold).toEqual(threshold),
);

test('what a capacity was searched for keeps its text', () => {
  const capacity = { target: 'refresh p95 < 30ms', found: 'nothing', tried: [] };
  const run = read({ ...saved('run'), suites: [{ ...trial, capacity }] });
  expect(run.suites[0]?.capacity).toEqual({ threshold: 'refresh p95 < 30ms', found: 'nothing', tried: [] });
});

test.each([
  ['no object', null],
  ['a list', []],
  ['a run without suites', { schema: 'whyslow.run/1' }],
  ['suites that are none', { ...saved('run'), suites: [null, 3] }],
  ['a threshold that is none', { ...saved('run'), verdicts: [{ ...verdict, target: 'sooner' }] }],
  ['a run of the version after this', { ...saved('run'), schema: 'whyslow.run/3' }],
])('%s is refused by the schema and throws nothing before it', (_what, value) =>
  expect(runDocument.safeParse(currentRun(value)).success).toBe(false),
);
