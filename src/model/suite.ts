import type { TrialEnd } from './trial-end.ts';

/** What a suite is called: the first word of a threshold, and a part of class names, tags and labels. */
export type SuiteId = string;

/** A letter, then letters, digits, dashes and underscores: no blank, dot, comma or quote that a format would split it by. */
export const SUITE_ID = /^[A-Za-z][\w-]{0,63}$/;

/** What a run says of a suite besides its results. */
export interface SuiteFacts {
  readonly id: SuiteId;
  readonly title: string;
  /** One iteration of it, with its article: "a refresh". */
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

/** What the generator checks of itself in each trial. */
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
  'floor',
  'littles-law',
  'send-lag',
  'sent-late',
  'achieved-rate',
  'warm-up',
  /** Of a run that an earlier version saved. */
  'other',
] as const;
export type SelfCheckId = (typeof selfCheckIds)[number];

/** One reading of the generator about itself. Red means that the generator may have been what was measured. */
export interface SelfCheckSignal {
  readonly id: SelfCheckId;
  /** As a reader sees it; `send lag, p95` names the statistic too. */
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

/** Consecutive answers, averaged: the unit that intervals are computed on, since neighbours resemble each other. */
export interface Block {
  readonly n: number;
  readonly meanMs: number;
}

/** Whether a trial ended early because the server, or this machine, could not go on. */
export function stoppedBy({ ended }: Pick<SuiteResult, 'ended'>): 'server' | 'generator' | null {
  if (ended?.kind === 'server-gone') return 'server';
  return ended?.kind === 'generator-failed' ? 'generator' : null;
}

/**
 * What ended in one stretch of a pass, on the clock that a user feels. `fromS` counts from the first send. The times are of
 * right answers only; `failed` has those of requests that failed, which may have begun in an earlier stretch.
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
  /** How long the requests of `errors` took; null where none failed, and in runs that were saved before this was kept. */
  readonly failed: { readonly waitedMs: number; readonly longestMs: number } | null;
}

/** The same requests by an independent tool, to be read beside ours. Its clock starts where that tool starts it. */
export interface SecondOpinion {
  readonly tool: 'autocannon';
  readonly suite: SuiteId;
  readonly connections: number;
  readonly n: number;
  readonly errors: number;
  readonly serviceMs: LatencyMs | null;
  readonly perSecond: number;
}

/** What a search for the highest rate found: the pass that carries it ran at that rate. */
export interface Capacity {
  /** As the user wrote it. */
  readonly threshold: string;
  /** `at-least`: the highest rate that was tried, or that the generator could send, still met the target. */
  readonly found: 'exactly' | 'at-least' | 'nothing';
  readonly tried: readonly { readonly perSecond: number; readonly actualMs: number | null; readonly met: boolean }[];
}

/** One step of a flow: its right responses and their times, also where a later step of the same iteration failed. */
export interface StepResult {
  readonly id: string;
  readonly n: number;
  readonly errors: number;
  readonly serviceMs: LatencyMs | null;
}

/**
 * One pass of one suite. `n` counts measured answers that were right; `errors` those that were not, and failed exchanges.
 * Service time runs from the write of a request, user time from the moment the plan wanted it sent. The clock that a user
 * feels is user time in the open model and service time in the closed one: `blocks`, `timeline` and `histogram` are of it.
 */
export interface SuiteResult {
  readonly suite: SuiteId;
  readonly arm: 'target' | 'reference';
  readonly model: 'closed' | 'open';
  readonly connection: 'kept-alive' | 'new-per-request';
  readonly connections: number;
  /** Requests per second that the plan asked for; null in the closed model, where the answers set the pace. */
  readonly rate: number | null;
  readonly warmup: number;
  readonly n: number;
  readonly errors: number;
  /** Answers of 429: waited out as their Retry-After asked, and neither right nor wrong. */
  readonly throttled: number;
  /** Chains that broke and signed in again. */
  readonly relogins: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly serviceMs: LatencyMs | null;
  readonly userMs: LatencyMs | null;
  /** How late the generator itself sent, where a plan said when; null in the closed model. */
  readonly lagMs: LatencyMs | null;
  readonly perSecond: number;
  readonly tookMs: number;
  readonly blocks: readonly Block[];
  /**
   * How many answers count as one where a quantile is bracketed by ranks, since neighbours resemble each other; from 1 up.
   * Null in runs that were saved before it was known.
   */
  readonly designEffects: Readonly<Record<'p50' | 'p75' | 'p90' | 'p95' | 'p99' | 'p999', number>> | null;
  /** A stretch a second for the first hour, a minute each after it: a run of days still fits into memory. */
  readonly timeline: readonly Stretch[];
  /** HdrHistogram V2, compressed, base64; unit microseconds. */
  readonly histogram: string;
  readonly serverTimingMs: Readonly<
    Record<string, { readonly mean: number; readonly p50: number; readonly p95: number }>
  >;
  /** In the order of the flow. Empty in runs that were saved before it was kept. */
  readonly steps: readonly StepResult[];
  readonly selfCheck: SelfCheck;
  /** Null unless the pass is the end of a search for capacity. */
  readonly capacity: Capacity | null;
  /** Why the pass ended before its plan did; null when it ran to its end. */
  readonly ended: TrialEnd | null;
}
