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

/** Files as version 0.1 saved them. They are never regenerated. */
const saved = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`saved-by-0.1/${name}.json`, import.meta.url), 'utf8')) as Record<string, unknown>;

const read = (value: unknown): Run => runDocument.parse(currentRun(value));

/** The samples in `reports/` are these two runs in the current version, and the reports are rendered from them. */
test.each([
  ['run', frozenRun],
  ['diagnosis', frozenStory],
] as const)('a %s of whyslow.run/1 is read as the same run of this version', (name, run) => {
  expect(saved(name)['schema']).toBe('whyslow.run/1');
  expect(read(saved(name))).toEqual(run);
});

test('every format renders a converted run like a run of the current version', async () => {
  const look = { width: 100, colour: false, unicode: true };
  const run = read(saved('run'));
  for (const { load } of formats) {
    const { render } = await load();
    expect(render(run, look)).toBe(render(frozenRun, look));
  }
});

/** The keys that scripts may rely on, as the schema guarantees. */
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

test('both versions have the keys that scripts read, with the same values', () =>
  expect(promised(saved('run'))).toMatchObject(promised(frozenRun) as object));

test('a baseline of whyslow.baseline/1 is read and gates a run like a current baseline', () => {
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
  ['an unknown reason', 'other'],
])('the end "%s" has the kind %s, and its text is kept', (stoppedEarly, kind) => {
  const { ended } = read({ ...saved('run'), suites: [{ ...trial, stoppedEarly }] }).suites[0] ?? {};
  expect(ended).toMatchObject({ kind });
  // Version 0.1 called a trial a pass.
  expect(endText(ended ?? null)).toBe(stoppedEarly.replace('the pass had left', 'the trial had left'));
});

test.each([
  ['refresh mean < 30ms', { condition: 'mean < 30ms', statistic: 'mean', operator: '<', limit: 30 }],
  ['refresh p99.9<=0.5 s', { condition: 'p99.9<=0.5 s', statistic: 'p99.9', operator: '<=', limit: 500 }],
  ['refresh errors < 1%', { condition: 'errors < 1%', statistic: 'errors', operator: '<', limit: 0.01 }],
  ['refresh rate >= 200/s', { condition: 'rate >= 200/s', statistic: 'rate', operator: '>=', limit: 200 }],
])('the threshold "%s" is parsed', (target, threshold) =>
  expect(read({ ...saved('run'), verdicts: [{ ...verdict, target }] }).verdicts[0]?.threshold).toEqual(threshold),
);

test('the threshold of a capacity search keeps its text', () => {
  const capacity = { target: 'refresh p95 < 30ms', found: 'nothing', tried: [] };
  const run = read({ ...saved('run'), suites: [{ ...trial, capacity }] });
  expect(run.suites[0]?.capacity).toEqual({ threshold: 'refresh p95 < 30ms', found: 'nothing', tried: [] });
});

test.each([
  ['null', null],
  ['a list', []],
  ['a run without suites', { schema: 'whyslow.run/1' }],
  ['invalid suites', { ...saved('run'), suites: [null, 3] }],
  ['an invalid threshold', { ...saved('run'), verdicts: [{ ...verdict, target: 'sooner' }] }],
  ['a run of the next version', { ...saved('run'), schema: 'whyslow.run/3' }],
])('%s is rejected by the schema, and the conversion does not throw', (_what, value) =>
  expect(runDocument.safeParse(currentRun(value)).success).toBe(false),
);
