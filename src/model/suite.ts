import type { TrialEnd } from './trial-end.ts';

/** The id of a suite: the first word of a threshold, and part of class names, tags and labels. */
export type SuiteId = string;

/**
 * A letter, then letters, digits, dashes and underscores. Blanks, dots, commas and quotes are separators in formats.
 */
export const SUITE_ID = /^[A-Za-z][\w-]{0,63}$/;

/** The description of a suite in a run. */
export interface SuiteFacts {
  readonly id: SuiteId;
  readonly title: string;
  /** One iteration, with its article: "a refresh". */
  readonly noun: string;
  /** `hash`: each iteration costs the server a password hash, some 10 to 700 ms. */
  readonly cost: 'hash' | null;
}

/** Quantiles of one clock in ms, read from a histogram of integer microseconds with 4 significant digits. */
export interface LatencyMs {
  readonly mean: number;
  readonly min: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** The generator self-checks of each trial. */
export const selfCheckIds = [
  'event-loop-utilisation',
  'event-loop-delay',
  'garbage-collection',
  'core-wait',
  'cpu-steal',
  'cpu-throttling',
  'core-taken',
  'few-cores',
  'requests-not-sent',
  'process-ended',
  'floor',
  'littles-law',
  'send-lag',
  'sent-late',
  'achieved-rate',
  'warm-up',
  /** Only in runs that an earlier version saved. */
  'other',
] as const;
export type SelfCheckId = (typeof selfCheckIds)[number];

/** One signal of the generator self-check. Red: the generator may have been the bottleneck. */
export interface SelfCheckSignal {
  readonly id: SelfCheckId;
  /** The displayed name. It may include the statistic: `send lag, p95`. */
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'ratio' | 'count';
  readonly level: 'green' | 'yellow' | 'red';
  readonly because: string;
}

export interface SelfCheck {
  readonly valid: boolean;
  readonly signals: readonly SelfCheckSignal[];
}

/** The mean of consecutive responses. Intervals are computed on blocks, because latencies are autocorrelated. */
export interface Block {
  readonly n: number;
  readonly meanMs: number;
}

/** Whether the server or the generator caused the early end of a trial. */
export function stoppedBy({ ended }: Pick<SuiteResult, 'ended'>): 'server' | 'generator' | null {
  if (ended?.kind === 'server-gone') return 'server';
  return ended?.kind === 'generator-failed' ? 'generator' : null;
}

/**
 * The requests that ended in one stretch of a trial. `fromS` counts from the first send. The times are those of right
 * responses; `failed` has the times of failed requests, which may have begun in an earlier stretch.
 */
export interface Stretch {
  readonly fromS: number;
  readonly lengthS: number;
  readonly n: number;
  readonly errors: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** The times of the requests in `errors`; null if none failed, and in runs saved before this field existed. */
  readonly failed: { readonly waitedMs: number; readonly longestMs: number } | null;
}

/** The same requests measured by an independent tool. Its clock starts where that tool starts it. */
export interface SecondOpinion {
  readonly tool: 'autocannon';
  readonly suite: SuiteId;
  readonly connections: number;
  readonly n: number;
  readonly errors: number;
  readonly serviceMs: LatencyMs | null;
  readonly perSecond: number;
}

/** The result of a search for the highest rate. The trial with this field ran at that rate. */
export interface Capacity {
  /** As the user wrote it. */
  readonly threshold: string;
  /** `at-least`: the threshold was still met at the highest rate that was tried or that the generator could send. */
  readonly found: 'exactly' | 'at-least' | 'nothing';
  readonly tried: readonly { readonly perSecond: number; readonly actualMs: number | null; readonly met: boolean }[];
}

/** One step of a flow: its right responses and their times, even if a later step of the iteration failed. */
export interface StepResult {
  readonly id: string;
  readonly n: number;
  readonly errors: number;
  readonly serviceMs: LatencyMs | null;
}

/**
 * One trial of one suite. `n` counts right responses, `errors` wrong responses and failed exchanges. Service time
 * starts when a request is written, user time when the plan scheduled it. `blocks`, `timeline` and `histogram` use user
 * time in the open model and service time in the closed model.
 */
export interface SuiteResult {
  readonly suite: SuiteId;
  readonly arm: 'target' | 'reference';
  readonly model: 'closed' | 'open';
  readonly connection: 'kept-alive' | 'new-per-request';
  readonly connections: number;
  /** The number of generator processes that measured together; absent where one did. */
  readonly processes?: number | undefined;
  /** Planned requests per second; null in the closed model, where the responses set the rate. */
  readonly rate: number | null;
  readonly warmup: number;
  readonly n: number;
  readonly errors: number;
  /** Responses with 429. Their Retry-After is respected, and they are neither right nor wrong. */
  readonly throttled: number;
  /** How often a virtual user lost its session and signed in again. */
  readonly relogins: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly serviceMs: LatencyMs | null;
  readonly userMs: LatencyMs | null;
  /** The delay of the generator behind the planned send times; null in the closed model. */
  readonly lagMs: LatencyMs | null;
  readonly perSecond: number;
  readonly tookMs: number;
  readonly blocks: readonly Block[];
  /**
   * How many responses count as one independent sample for the interval of a quantile, because latencies are
   * autocorrelated; at least 1. Null in runs saved before this field existed.
   */
  readonly designEffects: Readonly<Record<'p50' | 'p75' | 'p90' | 'p95' | 'p99' | 'p999', number>> | null;
  /** One stretch per second in the first hour, then one per minute, so that a run of days fits into memory. */
  readonly timeline: readonly Stretch[];
  /** HdrHistogram V2, compressed, base64; unit microseconds. */
  readonly histogram: string;
  readonly serverTimingMs: Readonly<
    Record<string, { readonly mean: number; readonly p50: number; readonly p95: number }>
  >;
  /** In the order of the flow. Empty in runs saved before this field existed. */
  readonly steps: readonly StepResult[];
  readonly selfCheck: SelfCheck;
  /** Null unless the trial is the result of a capacity search. */
  readonly capacity: Capacity | null;
  /** Why the trial ended before its plan; null if it ran to its end. */
  readonly ended: TrialEnd | null;
}
