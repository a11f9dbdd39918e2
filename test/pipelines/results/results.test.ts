import { expect, test } from 'vitest';
import { standingsOf } from '../../../src/judge/compare/standing.ts';
import { readThreshold } from '../../../src/pipelines/request/thresholds.ts';
import { readArtillery } from '../../../src/pipelines/results/artillery.ts';
import { readK6 } from '../../../src/pipelines/results/k6.ts';
import { runOfReport } from '../../../src/pipelines/results/run.ts';
import { parseTarget } from '../../../src/gather/target.ts';
import { runDocument } from '../../../src/model/schema/run.ts';

const artilleryTimes = {
  min: 2,
  max: 40,
  count: 300,
  mean: 11,
  p50: 10,
  median: 10,
  p75: 13,
  p90: 20,
  p95: 25,
  p99: 35,
  p999: 39,
};

const artillery = (counters: object = {}, suites: readonly string[] = ['refresh']) => ({
  aggregate: {
    counters: {
      'vusers.created': 10,
      'vusers.failed': 0,
      'plugins.metrics-by-endpoint.login/login.codes.200': 10,
      'plugins.metrics-by-endpoint.refresh/refresh.codes.200': 300,
      ...counters,
    },
    summaries: {
      'http.response_time': artilleryTimes,
      'plugins.metrics-by-endpoint.response_time.refresh/refresh': { ...artilleryTimes, mean: 9 },
      ...Object.fromEntries(suites.map((suite) => [`whyslow.${suite}`, artilleryTimes])),
    },
    firstMetricAt: 1_796_049_745_000,
    lastMetricAt: 1_796_049_748_000,
  },
  intermediate: [],
});

const k6Times = {
  avg: 11,
  min: 2,
  'p(50)': 10,
  'p(75)': 13,
  'p(90)': 20,
  'p(95)': 25,
  'p(99)': 35,
  'p(99.9)': 39,
  max: 40,
  count: 300,
};

/** The form of `--summary-export`. */
const k6 = (times: object = k6Times, fails = 0) => ({
  metrics: {
    'flow_duration{suite:refresh}': { ...times, thresholds: { 'avg<30': false } },
    'flow_errors{suite:refresh}': { count: fails, rate: fails / 3, thresholds: { 'count>=0': false } },
    iterations: { count: 300, rate: 100 },
    vus_max: { value: 10, min: 10, max: 10 },
  },
  root_group: {
    checks: { 'refresh/refresh: status': { name: 'refresh/refresh: status', passes: 300, fails } },
  },
});

/** The form of `handleSummary`. */
const k6Handled = () => ({
  metrics: {
    'flow_duration{suite:refresh}': { type: 'trend', contains: 'time', values: k6Times },
    'flow_errors{suite:refresh}': { type: 'counter', contains: 'default', values: { count: 0, rate: 0 } },
    vus_max: { type: 'gauge', contains: 'default', values: { value: 10, min: 10, max: 10 } },
  },
  root_group: { checks: [{ name: 'refresh/refresh: status', passes: 300, fails: 0 }] },
  state: { testRunDurationMs: 3_000 },
});

const times = { mean: 11, min: 2, p50: 10, p75: 13, p90: 20, p95: 25, p99: 35, p999: 39, max: 40 };

test.each([
  ['Artillery', readArtillery(artillery(), 'r.json')],
  ['k6, --summary-export', readK6(k6(), 'r.json')],
  ['k6, handleSummary', readK6(k6Handled(), 'r.json')],
])('%s: users, length, answers and times of whole flows', (_tool, report) => {
  expect(report).toMatchObject({ users: 10, tookMs: 3_000 });
  expect(report.suites).toMatchObject([{ suite: 'refresh', n: 300, errors: 0, timesMs: times }]);
});

test('Artillery: statuses and steps are those of the suite', () => {
  const [suite] = readArtillery(artillery(), 'r.json').suites;
  expect(suite?.statuses).toEqual({ 200: 300 });
  expect(suite?.steps).toMatchObject([{ id: 'refresh', n: 300, timesMs: { mean: 9 } }]);
});

test('k6: a flow of which all were wrong has no times', () => {
  const [suite] = readK6(k6({ ...k6Times, count: 0 }, 30), 'r.json').suites;
  expect(suite).toMatchObject({ n: 0, errors: 30, timesMs: null, reasons: { 'refresh/refresh: status': 30 } });
});

test.each([
  ['that names a request counts in its suite', { 'errors.Failed expectations for request refresh/refresh': 4 }, [4, 0]],
  ['without a suite counts in each', { 'errors.ECONNREFUSED': 3 }, [3, 3]],
  ['of a user without an error counts in each', { 'vusers.failed': 2 }, [2, 2]],
])('Artillery: a failure %s', (_what, counters, errors) => {
  const { suites } = readArtillery(artillery(counters, ['refresh', 'api']), 'r.json');
  expect(suites.map((suite) => suite.errors)).toEqual(errors);
});

test.each([
  ['Artillery, another file', () => readArtillery({ hello: 1 }, 'r.json'), 'r.json is no report of Artillery 2'],
  [
    'Artillery, a script of another origin',
    () => readArtillery(artillery({}, []), 'r.json'),
    'whyslow export artillery',
  ],
  [
    'Artillery, a summary without a quantile',
    () => readArtillery({ aggregate: { counters: {}, summaries: { 'whyslow.api': { count: 1 } } } }, 'r.json'),
    'whyslow.api lacks a statistic',
  ],
  ['k6, another file', () => readK6([], 'r.json'), 'r.json is no summary of k6'],
  [
    'k6, a script of another origin',
    () => readK6({ metrics: { iterations: { count: 1 } } }, 'r.json'),
    'whyslow export k6',
  ],
  [
    'k6, a quantile that was not asked for',
    () => readK6(k6({ ...k6Times, 'p(99)': undefined }), 'r.json'),
    'no p(99) of flow_duration',
  ],
])('%s is refused with the next step', (_what, read, words) =>
  expect(read).toThrow(
    expect.objectContaining({ code: 'bad-report', message: expect.stringContaining(words) as string }),
  ),
);

const runOf = (report: ReturnType<typeof readK6>, threshold?: string) =>
  runOfReport(report, {
    target: parseTarget('http://localhost:8000'),
    targets: threshold === undefined ? undefined : [readThreshold(threshold)],
    writtenAtMs: 1_796_049_748_000,
    reproduce: 'whyslow report --from k6 r.json --url 8000',
  });

test.each([
  ['the default threshold', undefined, 'pass', 0],
  ['a threshold that is met', 'refresh mean < 26ms', 'pass', 0],
  ['a threshold that is missed', 'refresh p95 < 15ms', 'fail', 10],
  ['a threshold of a suite that the report does not have', 'api mean < 100ms', 'inconclusive', 0],
])('a report is judged by %s', (_what, threshold, verdict, code) => {
  const run = runOf(readK6(k6(), 'r.json'), threshold);
  expect({ verdict: run.verdict, code: run.exit.code }).toEqual({ verdict, code });
});

test('wrong answers fail a threshold of time', () => {
  const run = runOf(readK6(k6(k6Times, 30), 'r.json'));
  expect(run.verdicts).toMatchObject([{ verdict: 'fail', ground: 'wrong-answers' }]);
});

test.each([
  ['Artillery', readArtillery(artillery(), 'r.json')],
  ['k6', readK6(k6(), 'r.json')],
])('%s: the run meets its schema and says what was not checked', (tool, report) => {
  const run = runOf(report);
  expect(runDocument.safeParse(run).error).toBeUndefined();
  expect(run.notChecked.join('\n')).toMatch(new RegExp(`report of ${tool}[^]*generator self-check[^]*interpolated`));
});

test('two runs of reports can be compared', () =>
  expect(standingsOf(runOf(readK6(k6(), 'r.json')).suites)).toMatchObject([
    { suite: 'refresh', target: { n: 300, p50: { ms: 10 }, p95: { ms: 25 } } },
  ]));
