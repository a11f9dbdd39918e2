import { expect, test } from 'vitest';
import { parseTarget } from '../../../src/gather/target.ts';
import { runDocument } from '../../../src/model/schema/run.ts';
import { isK6Line, startK6Points } from '../../../src/pipelines/results/k6-points.ts';
import { readThreshold } from '../../../src/pipelines/request/thresholds.ts';
import { runOfReport } from '../../../src/pipelines/results/run.ts';

const FIRST_MS = Date.parse('2026-03-01T10:00:00.000Z');

/** The order of the keys and the digits of the time are those of k6. */
const point = (metric: string, value: number, tags: object, atMs = 0): string =>
  `{"metric":"${metric}","type":"Point","data":{"time":"${new Date(FIRST_MS + atMs).toISOString().replace('Z', '456789+00:00')}","value":${value},"tags":${JSON.stringify(tags)}}}`;

const declared = (metric: string, type: string, submetrics: string | null = null): string =>
  `{"type":"Metric","data":{"name":"${metric}","type":"${type}","contains":"time","thresholds":[],"submetrics":${submetrics}},"metric":"${metric}"}`;

const request = (suite: string, name: string, status: number, ms: number): string =>
  point('http_req_duration', ms, {
    expected_response: String(status < 400),
    group: '',
    method: 'POST',
    name: `POST ${name}`,
    proto: 'HTTP/1.1',
    scenario: suite,
    status: String(status),
    url: 'http://localhost:8000/api/token/refresh/',
  });

/** One user of `refresh`: a sign-in, 100 flows of 1 to 100 ms, and one with a wrong answer. */
const refreshes = (): readonly string[] => [
  declared('vus_max', 'gauge'),
  point('vus_max', 2, {}),
  request('refresh', 'login/login', 200, 20),
  declared(
    'flow_duration',
    'trend',
    '[{"name":"flow_duration{suite:refresh}","suffix":"suite:refresh","tags":{"suite":"refresh"}}]',
  ),
  ...Array.from({ length: 100 }, (_, index) => index + 1).flatMap((ms) => [
    request('refresh', 'refresh/refresh', 200, ms),
    point('checks', 1, { check: 'refresh/refresh: status', group: '', scenario: 'refresh' }),
    point('flow_duration', ms, { group: '', scenario: 'refresh', suite: 'refresh' }, 1_000 + ms),
  ]),
  request('refresh', 'refresh/refresh', 500, 7),
  // k6 gives a request without a response this status.
  request('refresh', 'refresh/refresh', 0, 3),
  point('checks', 0, { check: 'refresh/refresh: status', group: '', scenario: 'refresh' }),
  point('checks', 0, { check: 'refresh/refresh: JSON', group: '', scenario: 'refresh' }),
  point('flow_errors', 1, { group: '', scenario: 'refresh', suite: 'refresh' }, 1_200),
];

function reportOf(lines: readonly string[]) {
  const points = startK6Points();
  for (const line of lines) points.add(line);
  return points.report('k6.json');
}

test('each flow is counted, with its time, its statuses and its steps', () => {
  const report = reportOf(refreshes());
  expect(report).toMatchObject({ tool: 'k6', users: 2, tookMs: 1_200, endedAtMs: FIRST_MS + 1_200 });
  expect(report.suites).toMatchObject([
    {
      suite: 'refresh',
      n: 100,
      errors: 1,
      tookMs: 100,
      reasons: { 'refresh/refresh: status': 1, 'refresh/refresh: JSON': 1 },
      statuses: { 200: 100, 500: 1 },
      distribution: { kind: 'recorded' },
      steps: [{ id: 'refresh', n: 101, timesMs: { max: 100 } }],
    },
  ]);
  const { p50 = 0, p95 = 0, max = 0 } = report.suites[0]?.timesMs ?? {};
  expect([p50, p95, max].map(Math.round)).toEqual([50, 95, 100]);
});

test('suites that ran one after the other have their own lengths', () => {
  const api = [5, 6].map((ms) => point('flow_duration', ms, { scenario: 'api', suite: 'api' }, 60_000 + ms));
  const { suites } = reportOf([...refreshes(), ...api]);
  expect(suites.map(({ suite, tookMs }) => [suite, tookMs])).toEqual([
    ['refresh', 100],
    ['api', 6],
  ]);
});

test.each([
  ['torn at its end', refreshes().join('\n').slice(0, -40).split('\n'), 1],
  ['with lines of other programs', ['  execution: local', '[1,2]', 'null', '""', ...refreshes()], 4],
  ['with values that no time has', [...refreshes(), point('flow_duration', -1, { suite: 'refresh' })], 1],
  ['with a time that is none', [...refreshes(), '{"metric":"a","type":"Point","data":{"time":"soon","value":1}}'], 1],
  [
    'with names of objects',
    [...refreshes(), point('__proto__', 1, { suite: 'refresh' }), point('constructor', 1, {})],
    0,
  ],
  ['with strange names', [...refreshes(), point('flow_duration', 1, { suite: '__proto__ <b>' })], 0],
])('a file %s is read, and its other lines are counted', (_what, lines, unread) => {
  const report = reportOf(lines);
  expect(report.suites).toMatchObject([{ suite: 'refresh', n: 100 }]);
  expect(report.unknown.filter((text) => /^\d+ lines? /.test(text)).map((text) => Number.parseInt(text, 10))).toEqual(
    unread === 0 ? [] : [unread],
  );
});

test('many names do not fill the memory', () => {
  const { suites } = reportOf(
    Array.from({ length: 1_000 }, (_, n) => point('flow_duration', 1, { suite: `s${n}`, scenario: 'a' })),
  );
  expect(suites).toHaveLength(100);
});

test('lines without a flow of an exported script are refused with the next step', () =>
  expect(() => reportOf([declared('http_reqs', 'counter'), request('default', 'x', 200, 1)])).toThrow(
    expect.objectContaining({ code: 'bad-report', message: expect.stringContaining('whyslow export k6') as string }),
  ));

test.each([
  ['a sample', refreshes()[1] ?? '', true],
  ['a declaration', refreshes()[0] ?? '', true],
  ['the first line of a summary', '{', false],
  ['a summary in one line', '{"metrics":{},"root_group":{}}', false],
])('%s is told from other texts', (_what, text, isLine) => expect(isK6Line(text)).toBe(isLine));

test.each([
  ['refresh p95 < 150ms', 'pass'],
  ['refresh p95 < 20ms', 'fail'],
])('the run meets its schema, and %s is judged: %s', (threshold, verdict) => {
  const run = runOfReport(reportOf(refreshes().slice(0, -5)), {
    target: parseTarget('http://localhost:8000'),
    targets: [readThreshold(threshold)],
    writtenAtMs: 0,
    reproduce: 'whyslow report --from k6 k6.json --url 8000',
  });
  expect(runDocument.safeParse(run).error).toBeUndefined();
  expect(run.verdict).toBe(verdict);
  expect(run.notChecked.join('\n')).not.toContain('interpolated');
});
