import { expect, test } from 'vitest';
import { growingBlocks, mergeBlocks } from '../../../src/load/blocks.ts';
import { mergeParts, type Part, type Whole } from '../../../src/load/processes/merge.ts';
import { startRecorder } from '../../../src/load/recorder.ts';
import { emptyHistogram, mergeHistograms, quickHistogram } from '../../../src/stats/histogram.ts';
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
      suite,
      arm,
      model,
      connection,
      rate,
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
  expect(result).toMatchObject({ ended: expected });
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
