import { expect, test } from 'vitest';
import { growingBlocks } from '../../../src/load/blocks.ts';
import { mergeSelfChecks } from '../../../src/load/processes/merge-self-check.ts';
import { mergeTimelines } from '../../../src/load/processes/merge-timeline.ts';
import { mergeParts, type Part, type Whole } from '../../../src/load/processes/merge.ts';
import { startRecorder } from '../../../src/load/recorder.ts';
import type { SelfCheckSignal, Stretch } from '../../../src/model/suite.ts';
import { emptyHistogram, mergeHistograms, quickHistogram } from '../../../src/stats/histogram.ts';
import { mergeBlocks } from '../../../src/load/blocks.ts';
import { seededRandom } from '../../../src/stats/random.ts';

const whole: Whole = {
  suite: 'api',
  arm: 'target',
  model: 'closed',
  connection: 'kept-alive',
  connections: 4,
  rate: null,
  processes: 2,
  stepIds: ['read'],
  requests: Infinity,
  ended: null,
};

const response = { status: 200, reason: 'OK', headers: {}, body: '' };
const CORES = 8;

/** What one process measured: right responses with these times, and these failures. */
function part(
  timesUs: readonly number[],
  failures: readonly (readonly [string, number | null])[],
  over: object = {},
): Part {
  const recorder = startRecorder('closed', true);
  for (const us of timesUs) recorder.right({ serviceUs: us, userUs: us + 10 }, response as never);
  for (const [because, status] of failures) recorder.wrong(because, status);
  const counts = recorder.counts();
  const { suite, arm, model, connection, rate } = whole;
  return {
    recorded: { ...recorder.recorded(), steps: [] },
    result: {
      ...{ suite, arm, model, connection, rate },
      connections: 2,
      warmup: 6,
      ...counts,
      ...recorder.apart(),
      timeline: recorder.timeline(1),
      steps: [{ id: 'read', n: counts.n, errors: counts.errors, serviceMs: counts.serviceMs }],
      perSecond: counts.n,
      tookMs: 1_000,
      selfCheck: { valid: true, signals: [] },
      capacity: null,
      ended: null,
      ...over,
    },
  };
}

const random = seededRandom(5);
const draws = (n: number, scaleUs: number): readonly number[] =>
  Array.from({ length: n }, () => Math.round(scaleUs * (1 + random())));

test('counts, statuses and reasons add up, and quantiles are those of the merged samples', () => {
  const [fast, slow] = [draws(300, 1_000), draws(100, 90_000)];
  const failures = [
    ['status 500', 500],
    ['timeout', null],
  ] as const;
  const result = mergeParts(whole, [part(fast, failures), part(slow, [['status 500', 500]], { tookMs: 2_000 })], CORES);
  const { serviceMs, userMs } = part([...fast, ...slow], []).result;
  expect(result).toMatchObject({
    processes: 2,
    connections: 4,
    warmup: 12,
    n: 400,
    errors: 3,
    statuses: { 200: 400, 500: 2 },
    reasons: { 'status 500': 2, timeout: 1 },
    tookMs: 2_000,
    perSecond: 200,
    serviceMs,
    userMs,
    steps: [{ id: 'read', n: 400, errors: 3, serviceMs }],
    selfCheck: { valid: true },
    ended: null,
  });
});

test('histograms of different lengths merge to that of all samples, at both precisions', () => {
  for (const [fresh, precision] of [
    [emptyHistogram, 'verdicts'],
    [quickHistogram, 'display'],
  ] as const) {
    const [short, long, all] = [fresh(), fresh(), fresh()];
    for (const us of [1, 900, 30_000]) for (const each of [short, all]) each.record(us);
    for (const us of [40_000, 2_000_000, 119_000_000]) for (const each of [long, all]) each.record(us);
    const merged = mergeHistograms([short.packed(), long.packed()], precision);
    expect(merged.count).toBe(6);
    for (const percent of [0, 50, 75, 99, 100]) expect(merged.percentileMs(percent)).toBe(all.percentileMs(percent));
    expect([merged.minMs, merged.meanMs, merged.sdMs]).toEqual([all.minMs, all.meanMs, all.sdMs]);
  }
});

const ended = (kind: 'server-gone' | 'out-of-time' | 'time-limit') => ({
  ended: { kind, done: 3, of: null, failure: null },
});

test.each([
  ['no process', {}, {}, {}, null],
  ['one process by the clock', {}, {}, ended('out-of-time'), { kind: 'out-of-time', done: 4, of: null }],
  [
    'the server for one, the clock for another',
    {},
    ended('out-of-time'),
    ended('server-gone'),
    { kind: 'server-gone', done: 4 },
  ],
  [
    'the time limit',
    { ended: { kind: 'time-limit', done: 0, of: null } },
    ended('out-of-time'),
    {},
    { kind: 'time-limit', done: 4 },
  ],
  ['a count', { requests: 9 }, ended('out-of-time'), {}, { kind: 'out-of-time', done: 4, of: 9 }],
] as const)('a trial ended by %s', (_by, over, one, other, expected) => {
  const result = mergeParts(
    { ...whole, ...over },
    [part([1, 2], [], one), part([3], [['timeout', null]], other)],
    CORES,
  );
  if (expected === null) expect(result.ended).toBeNull();
  else expect(result.ended).toMatchObject(expected);
});

test('a process that ended makes the trial invalid, and the measurements of the others stay', () => {
  const failure = 'generator process 2 of 2 ended: SIGKILL';
  const result = mergeParts(
    { ...whole, ended: { kind: 'generator-failed', failure, done: 0, of: null } },
    [part([5], [])],
    CORES,
  );
  expect(result).toMatchObject({
    n: 1,
    ended: { kind: 'generator-failed', failure, done: 1 },
    selfCheck: { valid: false },
  });
  expect(mergeParts(whole, [], CORES)).toMatchObject({ n: 0, errors: 0, serviceMs: null, timeline: [], blocks: [] });
});

const signal = (id: SelfCheckSignal['id'], value: number, level: SelfCheckSignal['level']): SelfCheckSignal => ({
  id,
  name: id,
  value,
  unit: 'ratio',
  level,
  because: `${id} ${value}`,
});

test.each([
  [
    'the higher level',
    [signal('core-wait', 9, 'yellow'), signal('core-wait', 1, 'red')],
    'core-wait 1 (process 2 of 2)',
    false,
  ],
  [
    'the larger value',
    [signal('core-wait', 9, 'green'), signal('core-wait', 1, 'green')],
    'core-wait 9 (process 1 of 2)',
    true,
  ],
  [
    'the smaller rate',
    [signal('achieved-rate', 1, 'green'), signal('achieved-rate', 0.9, 'green')],
    'achieved-rate 0.9 (process 2 of 2)',
    true,
  ],
] as const)('the self-check reports %s', (_what, signals, because, valid) => {
  const merged = mergeSelfChecks(
    signals.map((each) => ({ valid: each.level !== 'red', signals: [each] })),
    CORES,
  );
  expect(merged).toMatchObject({ valid, signals: [{ because }] });
});

test('processes on all cores leave none to the server, which the self-check says', () => {
  const checks = [1, 2].map(() => ({ valid: true, signals: [signal('few-cores', 2, 'yellow')] }));
  expect(mergeSelfChecks(checks, 2).signals).toMatchObject([
    { id: 'few-cores', because: expect.stringContaining('2 generator processes') },
  ]);
  expect(
    mergeSelfChecks(
      checks.map(() => ({ valid: true, signals: [] })),
      3,
    ).signals,
  ).toEqual([]);
});

function recorded(stretches: readonly (readonly [fromS: number, lengthS: number, us: number, n: number])[]) {
  const histograms = stretches.map(([, , us, n]) => {
    const times = quickHistogram();
    for (let count = 0; count < n; count += 1) times.record(us);
    return times.packed();
  });
  const timeline = stretches.map(([fromS, lengthS, us, n]): Stretch => {
    const ms = us / 1_000;
    return {
      fromS,
      lengthS,
      n,
      errors: 1,
      meanMs: ms,
      p50Ms: ms,
      p95Ms: ms,
      p99Ms: ms,
      maxMs: ms,
      failed: { waitedMs: ms, longestMs: ms },
    };
  });
  return { timeline, stretches: histograms };
}

test('timelines merge by second, although the timers of the processes drift', () => {
  const drifted = recorded([
    [0, 1.01, 1_000, 3],
    [1.01, 1.02, 1_000, 3],
    [2.03, 1.03, 1_000, 1],
  ]);
  const shorter = recorded([
    [0, 1, 9_000, 1],
    [1, 1, 9_000, 9],
    [2, 0.4, 2_000, 1],
  ]);
  const merged = mergeTimelines([shorter, drifted]);
  expect(
    merged.map(({ fromS, lengthS, n, errors, meanMs, p50Ms, maxMs }) => [
      fromS,
      lengthS,
      n,
      errors,
      meanMs,
      p50Ms,
      maxMs,
    ]),
  ).toEqual([
    [0, 1.01, 4, 2, 3, 1, 9],
    [1.01, 1.02, 12, 2, 7, 9, 9],
    [2.03, 1.03, 2, 2, 1.5, 1, 2],
  ]);
  expect(merged[1]?.failed).toEqual({ waitedMs: 10, longestMs: 9 });
});

test('blocks of the same time become one, so that a stall in both processes counts once', () => {
  const blocks = [1, 2].map(() => growingBlocks());
  for (let at = 0; at < 30; at += 1) for (const each of blocks) each.add(at < 15 ? 1_000 : 9_000);
  const merged = mergeBlocks(blocks.map((each) => each.full())).all();
  expect(merged.map(({ n }) => n)).toEqual(Array.from({ length: 30 }, () => 2));
  expect(merged.filter(({ meanMs }) => meanMs === 1)).toHaveLength(15);
  const [many, few] = [growingBlocks(), growingBlocks()];
  for (let at = 0; at < 39; at += 1) many.add(1_000);
  for (let at = 0; at < 20; at += 1) few.add(1_000);
  const uneven = mergeBlocks([many.full(), few.full(), []]).all();
  expect([uneven.length, uneven.reduce((sum, { n }) => sum + n, 0)]).toEqual([20, 59]);
});
