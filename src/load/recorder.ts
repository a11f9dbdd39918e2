import type { HttpResponse } from '../model/http.ts';
import type { LatencyMs, Stretch, SuiteResult } from '../model/suite.ts';
import { emptyHistogram, type LatencyHistogram, type PackedHistogram } from '../stats/histogram.ts';
import { quantileShares } from '../stats/quantile.ts';
import { type Blocks, type Counted, growingBlocks } from './blocks.ts';
import { type Recent, startRecent } from './recent.ts';
import { parseServerTiming } from './server-timing.ts';
import { startTimeline, type Timeline } from './timeline.ts';

/** The times of one right response, in whole µs. `lagUs` is null in the closed model. */
export interface Times {
  readonly serviceUs: number;
  readonly userUs: number;
  readonly lagUs?: number | null;
}

/** All counts of one trial. The memory does not grow with the number of requests. */
export interface Recorder {
  right(times: Times, response: HttpResponse): void;
  /** @param times how long the request took, where that is known. */
  wrong(because: string, status: number | null, times?: Pick<Times, 'serviceUs' | 'userUs'>): void;
  /** A 429: neither right nor wrong. */
  throttled(): void;
  signedInAgain(): void;
  readonly taken: number;
  counts(): Counts;
  apart(): Apart;
  /** The latency that verdicts use: service time in the closed model, user time in the open model. */
  readonly latency: LatencyHistogram;
  readonly blocks: Blocks;
  /** @param atS seconds since the first send. */
  tick(atS: number): void;
  timeline(atS: number): readonly Stretch[];
  recent(): Recent;
  /** All times, to be merged with those of other processes. */
  recorded(): Recorded;
}

/** The times of one process. */
export interface Recorded {
  readonly service: PackedHistogram;
  readonly user: PackedHistogram;
  readonly lag: PackedHistogram;
  readonly timings: Readonly<Record<string, PackedHistogram>>;
  readonly blocks: readonly Counted[];
  /** One for each stretch of the timeline. */
  readonly stretches: readonly PackedHistogram[];
}

type Counts = Pick<
  SuiteResult,
  | 'n'
  | 'errors'
  | 'reasons'
  | 'statuses'
  | 'serviceMs'
  | 'userMs'
  | 'blocks'
  | 'designEffects'
  | 'histogram'
  | 'serverTimingMs'
>;
type Apart = Pick<SuiteResult, 'throttled' | 'relogins' | 'lagMs'>;

const NO_TIME = { serviceUs: 0, userUs: 0 } as const;

/** The target controls these texts, so that each response could bring a new one. */
const MOST_REASONS = 32;
const OTHER_REASONS = 'other reasons';
/** The target controls these names, so that each response could bring a new one. */
const MOST_METRICS = 16;

/**
 * @param model decides which of the times is the latency that verdicts use.
 * @param isShared whether other processes measure the same trial, so that its times will be merged with theirs.
 */
export function startRecorder(model: SuiteResult['model'] = 'closed', isShared = false): Recorder {
  const service = emptyHistogram();
  const user = emptyHistogram();
  const lag = emptyHistogram();
  const latency = model === 'open' ? user : service;
  const timings = new Map<string, LatencyHistogram>();
  const reasons = new Map<string, number>();
  const statuses = new Map<string, number>();
  const blocks = growingBlocks();
  const timeline = startTimeline(isShared);
  const live = startRecent();
  const counted = { errors: 0, throttled: 0, relogins: 0 };
  return {
    latency,
    right({ serviceUs, userUs, lagUs = null }, response) {
      service.record(serviceUs);
      user.record(userUs);
      if (lagUs !== null) lag.record(lagUs);
      const latencyUs = model === 'open' ? userUs : serviceUs;
      live.add(latencyUs);
      timeline.add(latencyUs);
      blocks.add(latencyUs);
      count(statuses, String(response.status));
      recordTimings(timings, response);
    },
    wrong(because, status, { serviceUs, userUs } = NO_TIME) {
      counted.errors += 1;
      live.wrong();
      timeline.wrong(model === 'open' ? userUs : serviceUs);
      count(reasons, reasons.has(because) || reasons.size < MOST_REASONS ? because : OTHER_REASONS);
      if (status !== null) count(statuses, String(status));
    },
    throttled: () => {
      counted.throttled += 1;
      count(statuses, '429');
    },
    signedInAgain: () => void (counted.relogins += 1),
    get taken() {
      return service.count + counted.errors + counted.throttled;
    },
    tick: timeline.tick,
    timeline: timeline.until,
    blocks,
    recent: live.recent,
    counts: () => ({
      n: service.count,
      errors: counted.errors,
      reasons: Object.fromEntries(reasons),
      statuses: Object.fromEntries(statuses),
      serviceMs: latencyMs(service),
      userMs: latencyMs(user),
      blocks: blocks.all(),
      designEffects: effectsOf(blocks, latency.sdMs),
      histogram: latency.encode(),
      serverTimingMs: Object.fromEntries([...timings].map(([metric, times]) => [metric, timingMs(times)])),
    }),
    recorded: () => recordedOf({ service, user, lag, timings, blocks, timeline }),
    apart: () => ({ throttled: counted.throttled, relogins: counted.relogins, lagMs: latencyMs(lag) }),
  };
}

interface RecorderParts {
  readonly service: LatencyHistogram;
  readonly user: LatencyHistogram;
  readonly lag: LatencyHistogram;
  readonly timings: ReadonlyMap<string, LatencyHistogram>;
  readonly blocks: Blocks;
  readonly timeline: Timeline;
}

const recordedOf = ({ service, user, lag, timings, blocks, timeline }: RecorderParts): Recorded => ({
  service: service.packed(),
  user: user.packed(),
  lag: lag.packed(),
  timings: Object.fromEntries([...timings].map(([metric, times]) => [metric, times.packed()])),
  blocks: blocks.full(),
  stretches: timeline.histograms(),
});

const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

function recordTimings(timings: Map<string, LatencyHistogram>, { headers }: HttpResponse): void {
  const header = headers['server-timing'];
  if (header === undefined) return;
  for (const [metric, ms] of parseServerTiming(header)) histogramOf(timings, metric)?.record(Math.round(ms * 1_000));
}

function histogramOf(timings: Map<string, LatencyHistogram>, metric: string): LatencyHistogram | undefined {
  const known = timings.get(metric);
  if (known !== undefined || timings.size >= MOST_METRICS) return known;
  const fresh = emptyHistogram();
  timings.set(metric, fresh);
  return fresh;
}

export const effectsOf = (
  { designEffectAt }: Pick<Blocks, 'designEffectAt'>,
  sdMs: number,
): NonNullable<SuiteResult['designEffects']> => ({
  p50: designEffectAt(quantileShares.p50, sdMs),
  p75: designEffectAt(quantileShares.p75, sdMs),
  p90: designEffectAt(quantileShares.p90, sdMs),
  p95: designEffectAt(quantileShares.p95, sdMs),
  p99: designEffectAt(quantileShares.p99, sdMs),
  p999: designEffectAt(quantileShares.p999, sdMs),
});

export const timingMs = (times: LatencyHistogram): { mean: number; p50: number; p95: number } => ({
  mean: times.meanMs,
  p50: times.percentileMs(50),
  p95: times.percentileMs(95),
});

export const latencyMs = (times: LatencyHistogram): LatencyMs | null =>
  times.count === 0
    ? null
    : {
        mean: times.meanMs,
        min: times.minMs,
        p50: times.percentileMs(50),
        p75: times.percentileMs(75),
        p90: times.percentileMs(90),
        p95: times.percentileMs(95),
        p99: times.percentileMs(99),
        p999: times.percentileMs(99.9),
        max: times.maxMs,
      };
