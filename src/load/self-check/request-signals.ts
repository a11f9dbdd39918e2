import { failureText } from '../../model/http.ts';
import type { LatencyMs, SuiteResult, SelfCheckSignal } from '../../model/suite.ts';
import type { TrialState } from '../trial-state.ts';
import { levelAbove, percent } from './signal.ts';

interface Flow {
  readonly counts: Pick<SuiteResult, 'n' | 'userMs'>;
  /** What a delay of ours is compared with: the limit of the suite, or its own median. */
  readonly scaleMs: number;
  /** Null where nobody looked. */
  readonly steady: boolean | null;
}

/** What the requests themselves say about the one who sent them. */
export function requestSignals(state: TrialState, flow: Flow): readonly SelfCheckSignal[] {
  return [
    ...unconnected(state),
    ...floor(state, flow),
    ...little(state, flow),
    ...lag(state, flow),
    ...achieved(state),
    ...warmth(flow),
  ];
}

/** One request that this machine could not send is one too many: the server had fewer users than were asked for. */
function unconnected({ unconnected: missing }: TrialState): readonly SelfCheckSignal[] {
  if (missing === null) return [];
  const because = `${missing.n} request${missing.n === 1 ? ' was' : 's were'} not sent (${failureText(missing.failure).replace(/\.$/, '')})`;
  return [
    { id: 'requests-not-sent', name: 'requests not sent', value: missing.n, unit: 'count', level: 'red', because },
  ];
}

/** A tenth of the limit is worth knowing; a quarter leaves too little room to judge by on this machine. */
const FLOOR_YELLOW = 0.1;
const FLOOR_RED = 0.25;

function floor({ trial }: TrialState, { scaleMs }: Flow): readonly SelfCheckSignal[] {
  if (trial.floor === null) return [];
  const { p50Ms, p95Ms } = trial.floor;
  // Without a limit the scale is the server's own median, and a fast server is no fault of the generator.
  const level = trial.limit === null ? 'green' : levelAbove(p95Ms, scaleMs * FLOOR_YELLOW, scaleMs * FLOOR_RED);
  const because = `a server that does nothing takes ${p50Ms.toFixed(2)} ms here (p50), ${p95Ms.toFixed(2)} ms (p95)`;
  return [{ id: 'floor', name: 'null-target floor, p95', value: p95Ms, unit: 'ms', level, because }];
}

/** Samples are missing, or late in being seen, when this much of the time in flight is in no latency. */
const LITTLE_YELLOW = 0.05;
const LITTLE_RED = 0.15;
/** Less than this share of the limit for each answer changes nothing that is said about the limit. */
const LITTLE_OF_LIMIT = 0.05;

/** L = λW: the requests in flight as the engine counted them against the rate times the latencies it recorded. */
function little(state: TrialState, { counts: { n, userMs }, scaleMs }: Flow): readonly SelfCheckSignal[] {
  if (n === 0 || userMs === null || state.trial.model.kind === 'open') return [];
  const inFlightMs = state.inFlightUs / 1_000 / n;
  const offMs = Math.abs(inFlightMs - userMs.mean);
  const off = inFlightMs === 0 ? 0 : offMs / inFlightMs;
  const matters = offMs > scaleMs * LITTLE_OF_LIMIT;
  const level = matters ? levelAbove(off, LITTLE_YELLOW, LITTLE_RED) : 'green';
  const because = `rate times latency explains ${percent(1 - off)} of what was in flight`;
  return [{ id: 'littles-law', name: "Little's law", value: off, unit: 'ratio', level, because }];
}

const LAG_YELLOW = 0.02;
const LAG_RED = 0.05;
/** Below this a lag is the timer's own, whatever the limit. */
const LAG_FLOOR_MS = 0.3;
const LATE_YELLOW = 0.01;
const LATE_RED = 0.03;
/** A single wait of the kernel delays one send or two; more are a habit. */
const FEWEST_LATE = 3;
/** Of fewer sends than these p99 is the slowest one or two, and those are chance. */
const FEWEST_FOR_P99 = 300;

/** A lag is in the user time: what it adds to a mean is its mean, and to a quantile no more than the same quantile. */
const lagStatistic = ({ limit }: TrialState['trial'], n: number): keyof LatencyMs =>
  limit?.statistic ?? (n < FEWEST_FOR_P99 ? 'p95' : 'p99');

/** Only a plan can be kept or broken: in the closed model there is none. */
function lag(state: TrialState, { counts: { n }, scaleMs }: Flow): readonly SelfCheckSignal[] {
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
      // Many that are late by little, beside the limit, are worth a word and no more.
      level: level === 'green' && lateLevel === 'red' ? 'yellow' : lateLevel,
      because: `${percent(late)} of its sends came over a millisecond late`,
    },
  ];
}

/** A plan that was kept to a hundredth is kept. */
const ACHIEVED = 0.99;

/**
 * Sends that came later than planned because every user still waited for an answer are the server's doing, and in user
 * time; those that the generator delayed are in its send lag. So this one only tells, and is never red.
 */
function achieved(state: TrialState): readonly SelfCheckSignal[] {
  if (state.trial.model.kind !== 'open' || state.started === 0) return [];
  const { startUs, latestPlanUs, latestSendUs, started, unsent } = state;
  const kept = latestSendUs === startUs ? 1 : Math.min(1, (latestPlanUs - startUs) / (latestSendUs - startUs));
  const share = kept * (started / (started + unsent));
  const given = unsent === 0 ? '' : ` and gave ${unsent} sends up`;
  const busy = share < ACHIEVED ? ', since all users still waited: more --connections, or a faster server' : '';
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

function warmth({ steady }: Flow): readonly SelfCheckSignal[] {
  if (steady !== false) return [];
  const because = 'the answers were still getting faster or slower when the warm-up was over';
  return [{ id: 'warm-up', name: 'warm-up', value: 0, unit: 'count', level: 'yellow', because }];
}
