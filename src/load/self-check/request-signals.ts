import { failureText } from '../../model/http.ts';
import type { LatencyMs, SuiteResult, SelfCheckSignal } from '../../model/suite.ts';
import type { TrialState } from '../trial-state.ts';
import { levelAbove, percent } from './signal.ts';

interface Requests {
  readonly counts: Pick<SuiteResult, 'n' | 'userMs'>;
  /** The time with which delays of the generator are compared: the suite's limit, or its own median. */
  readonly scaleMs: number;
  /** Null where steadiness was not measured. */
  readonly steady: boolean | null;
}

/** The signals of the self-check that come from the requests themselves. */
export function requestSignals(state: TrialState, flow: Requests): readonly SelfCheckSignal[] {
  return [
    ...unconnected(state),
    ...floor(state, flow),
    ...little(state, flow),
    ...lag(state, flow),
    ...achieved(state),
    ...warmUp(flow),
  ];
}

/** A single request that was not sent is red: the server had fewer users than requested. */
function unconnected({ unconnected: missing }: TrialState): readonly SelfCheckSignal[] {
  if (missing === null) return [];
  const because = `${missing.n} request${missing.n === 1 ? ' was' : 's were'} not sent (${failureText(missing.failure).replace(/\.$/, '')})`;
  return [
    { id: 'requests-not-sent', name: 'requests not sent', value: missing.n, unit: 'count', level: 'red', because },
  ];
}

/** A floor of a tenth of the limit is yellow. With a quarter, the limit cannot be judged on this machine. */
const FLOOR_YELLOW = 0.1;
const FLOOR_RED = 0.25;

function floor({ trial }: TrialState, { scaleMs }: Requests): readonly SelfCheckSignal[] {
  if (trial.floor === null) return [];
  const { p50Ms, p95Ms } = trial.floor;
  // Without a limit the scale is the server's own median, so a fast server would make the floor red.
  const level = trial.limit === null ? 'green' : levelAbove(p95Ms, scaleMs * FLOOR_YELLOW, scaleMs * FLOOR_RED);
  const because = `a server that does nothing takes ${p50Ms.toFixed(2)} ms here (p50), ${p95Ms.toFixed(2)} ms (p95)`;
  return [{ id: 'floor', name: 'null-target floor, p95', value: p95Ms, unit: 'ms', level, because }];
}

/** When this much of the time in flight is in no latency, samples are missing or were timestamped late. */
const LITTLE_YELLOW = 0.05;
const LITTLE_RED = 0.15;
/** A difference below this share of the limit for each response changes no verdict. */
const LITTLE_OF_LIMIT = 0.05;

/** L = λW: compares the requests in flight that the engine counted with the rate times the latencies that it recorded. */
function little(state: TrialState, { counts: { n, userMs }, scaleMs }: Requests): readonly SelfCheckSignal[] {
  if (n === 0 || userMs === null || state.trial.model.kind === 'open') return [];
  const inFlightMs = state.inFlightUs / 1_000 / n;
  const offMs = Math.abs(inFlightMs - userMs.mean);
  const off = inFlightMs === 0 ? 0 : offMs / inFlightMs;
  const matters = offMs > scaleMs * LITTLE_OF_LIMIT;
  const level = matters ? levelAbove(off, LITTLE_YELLOW, LITTLE_RED) : 'green';
  const because = `rate times latency explains ${percent(1 - off)} of the requests in flight`;
  return [{ id: 'littles-law', name: "Little's law", value: off, unit: 'ratio', level, because }];
}

const LAG_YELLOW = 0.02;
const LAG_RED = 0.05;
/** A lag below this is the jitter of the timer, for any limit. */
const LAG_FLOOR_MS = 0.3;
const LATE_YELLOW = 0.01;
const LATE_RED = 0.03;
/** A single wait for a core delays one or two sends. More late sends are a pattern. */
const FEWEST_LATE = 3;
/** With fewer sends p99 is the slowest one or two, which are chance. */
const FEWEST_FOR_P99 = 300;

/** The lag is part of the user time. It adds its mean to the mean, and at most its own quantile to a quantile. */
const lagStatistic = ({ limit }: TrialState['trial'], n: number): keyof LatencyMs =>
  limit?.statistic ?? (n < FEWEST_FOR_P99 ? 'p95' : 'p99');

/** Open model only: in the closed model there is no plan. */
function lag(state: TrialState, { counts: { n }, scaleMs }: Requests): readonly SelfCheckSignal[] {
  const { lagMs } = state.recorder.apart();
  if (lagMs === null || n === 0) return [];
  const late = state.lateSends < FEWEST_LATE ? 0 : state.lateSends / n;
  const statistic = lagStatistic(state.trial, n);
  const value = lagMs[statistic];
  const level = levelAbove(
    value,
    Math.max(LAG_FLOOR_MS, scaleMs * LAG_YELLOW),
    Math.max(2 * LAG_FLOOR_MS, scaleMs * LAG_RED),
  );
  const lateLevel = levelAbove(late, LATE_YELLOW, LATE_RED);
  return [
    {
      id: 'send-lag',
      name: `send lag, ${statistic}`,
      value,
      unit: 'ms',
      level,
      because: `it sent ${value.toFixed(2)} ms later than it could have (${statistic})`,
    },
    {
      id: 'sent-late',
      name: 'sent late',
      value: late,
      unit: 'ratio',
      // Many late sends with a small lag are yellow only.
      level: level === 'green' && lateLevel === 'red' ? 'yellow' : lateLevel,
      because: `${percent(late)} of its sends came over a millisecond late`,
    },
  ];
}

/** A rate within 1 % of the plan counts as achieved. */
const ACHIEVED = 0.99;

/**
 * Sends that were late because every user still waited for a response are caused by the server, and in user time. Sends
 * that the generator delayed are in its send lag. So this signal is never red.
 */
function achieved(state: TrialState): readonly SelfCheckSignal[] {
  if (state.trial.model.kind !== 'open' || state.started === 0) return [];
  const { startUs, latestPlanUs, latestSendUs, started, unsent } = state;
  const kept = latestSendUs === startUs ? 1 : Math.min(1, (latestPlanUs - startUs) / (latestSendUs - startUs));
  const share = kept * (started / (started + unsent));
  const given = unsent === 0 ? '' : ` and never made ${unsent} of the sends`;
  const busy =
    share < ACHIEVED
      ? ', since all users still waited for a response: use more --connections, or make the server faster'
      : '';
  const because = `it sent at ${percent(share)} of the planned rate${given}${busy}`;
  return [
    {
      id: 'achieved-rate',
      name: 'achieved rate',
      value: share,
      unit: 'ratio',
      level: busy === '' ? 'green' : 'yellow',
      because,
    },
  ];
}

function warmUp({ steady }: Requests): readonly SelfCheckSignal[] {
  if (steady !== false) return [];
  const because = 'latency was still changing when the warm-up ended';
  return [{ id: 'warm-up', name: 'warm-up', value: 0, unit: 'count', level: 'yellow', because }];
}
