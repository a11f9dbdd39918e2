import { expect, test } from 'vitest';
import { compareTimes, leftOut, timeOfRun } from '../../src/judge/compare/comparison.ts';
import { parseThreshold } from '../../src/judge/threshold-grammar.ts';
import { withSuite } from '../../src/pipelines/request/thresholds.ts';
import { judgeThresholds } from '../../src/judge/verdicts.ts';
import type { Run } from '../../src/model/run.ts';
import { runDocument } from '../../src/model/schema/run.ts';
import { suiteIdsOf } from '../../src/model/suite-ids.ts';
import { formats } from '../../src/render/index.ts';
import { plots } from '../../src/render/plots/index.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import { frozenRun } from '../golden/frozen-run.ts';

/** The frozen run's refresh with an id that is not in the catalogue. */
const orders = frozenRun.suites
  .filter(({ suite }) => suite === 'refresh')
  .map((trial) => ({ ...trial, suite: 'orders', serverTimingMs: { db: { mean: 4, p50: 4, p95: 6 } } }));

const facts = { id: 'orders', title: 'order something', noun: 'an order', cost: null };
const target = withSuite(parseThreshold('orders p95 < 50ms', ['orders']), []);
const verdicts = judgeThresholds([target], orders, []);
const time = timeOfRun({ ...frozenRun, suites: orders }, { kind: 'saved', label: 'before' });
const comparison = compareTimes(time, time);

/** No other suite is in it, so that each mention is of this one. */
const ordersRun: Run = {
  ...frozenRun,
  flows: [facts],
  suites: orders,
  secondOpinions: [],
  verdicts,
  comparison,
  verdict: 'fail',
  exit: { code: 10, reason: 'target missed' },
};

const look = { width: 100, colour: false, unicode: true };

test('a suite of any id is judged and compared', () => {
  expect(verdicts).toMatchObject([{ target: 'orders p95 < 50ms', suite: 'orders', verdict: 'inconclusive' }]);
  expect(comparison.changes.map(({ suite }) => suite)).toEqual(['orders', 'orders']);
  expect(leftOut(time, { ...time, standings: [] }, ['orders'])).toEqual(['orders: no valid trial in before']);
});

test('a saved run may have a suite of any id, and of none that would break a format', () => {
  expect(runDocument.safeParse(ordersRun).success).toBe(true);
  expect(runDocument.safeParse({ ...ordersRun, flows: [{ ...facts, id: 'a b' }] }).success).toBe(false);
});

/** SARIF contains findings and checks, and no suite. */
const withSuites = formats.filter(({ name }) => name !== 'sarif');

test.each(withSuites.map((format) => [format.name, format] as const))(
  'the suite is in %s, with its threshold',
  async (_name, format) => {
    const { render } = await format.load();
    const drawn = render(ordersRun, look).replaceAll('&lt;', '<');
    expect(drawn).toMatch(/\borders\b/);
    expect(drawn).toMatch(/p95 < 50ms/);
  },
);

test('the suite is a group and the threshold a case of JUnit', async () => {
  const { render } = (await formats.find(({ name }) => name === 'junit')?.load()) ?? { render: () => '' };
  const drawn = render(ordersRun, look);
  expect(drawn).toMatch(/<testsuite name="orders"/);
  expect(drawn).toMatch(/<testcase classname="whyslow.orders" name="p95 &lt; 50ms"/);
});

test.each(['latency', 'concurrency', 'server-time', 'timeline', 'before-after'])(
  'the suite is in the plot %s',
  (name) => expect(plots(ordersRun).find((plot) => plot.name === `report-${name}`)?.svg).toMatch(/\borders\b/),
);

test('the terminal calls one iteration by its noun', () =>
  expect(terminal.render(ordersRun, look)).toMatch(/parts of an order /));

test('a suite that only has a verdict, and is listed nowhere, is not lost', async () => {
  const unlisted = { ...ordersRun, flows: [], suites: [] };
  expect(suiteIdsOf(unlisted)).toEqual(['orders']);
  const { render } = (await formats.find(({ name }) => name === 'junit')?.load()) ?? { render: () => '' };
  expect(render(unlisted, look)).toMatch(/classname="whyslow.orders"/);
});
