import { expect, test } from 'vitest';
import type { Trial } from '../../../src/load/contract.ts';
import { type TrialState, newTrialState } from '../../../src/load/trial-state.ts';
import { requestSignals } from '../../../src/load/self-check/request-signals.ts';
import { targetAt } from '../../audit/literals.ts';
import { latency } from '../../judge/literals.ts';
import { measuring } from '../measured.ts';

const LIMIT_MS = 30;
const open: Trial['model'] = { kind: 'open', perSecond: 100, pace: { kind: 'constant', perSecond: 100 } };

function stateWith(trial: Partial<Trial>, over: Partial<TrialState> = {}): TrialState {
  const state = newTrialState(
    {
      ...measuring('refresh'),
      target: targetAt('127.0.0.1', 1),
      arm: 'target',
      users: [],
      connection: 'kept-alive',
      model: { kind: 'closed' },
      warmUp: 'three-each',
      requests: 100,
      maxTimeMs: 1_000,
      limit: { suite: 'refresh', text: 'refresh mean < 30ms', statistic: 'mean', limitMs: LIMIT_MS },
      untilSure: false,
      floor: null,
      tickMs: 500,
      signal: new AbortController().signal,
      ...trial,
    },
    100,
  );
  return Object.assign(state, over);
}

const levelOf = (
  name: string,
  state: TrialState,
  n = 100,
  meanMs = 10,
  steady: boolean | null = true,
): string | undefined =>
  requestSignals(state, { counts: { n, userMs: latency({ mean: meanMs }) }, scaleMs: LIMIT_MS, steady }).find(
    (signal) => signal.name.startsWith(name),
  )?.level;

test.each([
  ['a tenth of the limit is green', 3, 'green'],
  ['more than a tenth is worth a word', 3.1, 'yellow'],
  ['a quarter still leaves room', 7.5, 'yellow'],
  ['more than a quarter does not', 7.6, 'red'],
])('floor: %s', (_what, p95Ms, level) =>
  expect(levelOf('null-target floor', stateWith({ floor: { p50Ms: 1, p95Ms } }))).toBe(level),
);

test('without a limit a fast server does not make the floor yellow or red', () =>
  expect(levelOf('null-target floor', stateWith({ floor: { p50Ms: 1, p95Ms: 99 }, limit: null }))).toBe('green'));

// A hundred responses: their µs in flight in all, and their mean latency.
test.each([
  ['what was in flight is what was recorded', 1_000_000, 10, 'green'],
  ['a sixth is missing, 2 ms of each response', 1_200_000, 10, 'red'],
  ['a tenth is missing, but less than a twentieth of the limit', 1_111_000, 10, 'green'],
  ['a tenth is missing, 2 ms of each response', 2_222_000, 20, 'yellow'],
])("Little's law: %s", (_what, inFlightUs, meanMs, level) =>
  expect(levelOf("Little's law", stateWith({}, { inFlightUs }), 100, meanMs)).toBe(level),
);

const PLAN_S = 10;

// A plan of ten seconds: how long its sends took, and how many were never made.
test.each([
  ['a plan that was kept', PLAN_S, 0, 'green'],
  ['a plan that took a twentieth longer', PLAN_S * 1.05, 0, 'yellow'],
  ['a plan of which a tenth was given up', PLAN_S, 10, 'yellow'],
])('achieved rate: %s', (_what, tookS, unsent, level) => {
  const state = stateWith({ model: open }, { started: 90, unsent });
  state.latestPlanUs = state.startUs + PLAN_S * 1e6;
  state.latestSendUs = state.startUs + tookS * 1e6;
  expect(levelOf('achieved rate', state)).toBe(level);
});

// With a limit of 30 ms for a statistic: the number of sends, how many of them were late, and by how much.
test.each([
  ['on time', 'mean', 100, 0, 100, 'green', 'green'],
  ['two of a hundred are 2 ms late, and that is chance', 'p95', 100, 2, 2_000, 'green', 'green'],
  ['a tenth is 2 ms late, which a mean hardly feels', 'mean', 100, 10, 2_000, 'green', 'yellow'],
  ['most are 3 ms late, and so is the mean', 'mean', 100, 60, 3_000, 'red', 'red'],
  ['six of a hundred are 2 ms late, and that is p95', 'p95', 100, 6, 2_000, 'red', 'red'],
  ['twenty of a thousand are 0.7 ms late, and that is p99', 'p99', 1_000, 20, 700, 'yellow', 'green'],
  ['twenty of a thousand are 2 ms late', 'p99', 1_000, 20, 2_000, 'red', 'yellow'],
] as const)('send lag: %s', (_what, statistic, sends, lateSends, lagUs, lag, late) => {
  const limit = { suite: 'refresh', text: `refresh ${statistic} < 30ms`, statistic, limitMs: LIMIT_MS } as const;
  const state = stateWith({ model: open, limit });
  for (let n = 0; n < sends; n += 1) {
    const times = { serviceUs: 1_000, userUs: 1_000, lagUs: n < lateSends ? lagUs : 50 };
    state.recorder.right(times, { status: 200, headers: {}, setCookies: [], body: '' });
    if (times.lagUs > 1_000) state.lateSends += 1;
  }
  expect([levelOf('send lag', state, sends), levelOf('sent late', state, sends)]).toEqual([lag, late]);
});

test('without a limit the lag is judged at p99, and at p95 for few sends', () => {
  const state = stateWith({ model: open, limit: null });
  state.recorder.right({ serviceUs: 1, userUs: 1, lagUs: 50 }, { status: 200, headers: {}, setCookies: [], body: '' });
  expect([levelOf('send lag, p95', state, 100), levelOf('send lag, p99', state, 1_000)]).toEqual(['green', 'green']);
});

test.each([
  ['is yellow when latency was never steady', false, 'yellow'],
  ['gives no signal when latency was steady', true, undefined],
  ['gives no signal when steadiness was not measured', null, undefined],
])('warm-up %s', (_what, steady, level) => expect(levelOf('warm-up', stateWith({}), 100, 10, steady)).toBe(level));
