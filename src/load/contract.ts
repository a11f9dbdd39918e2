import type { VirtualUser, Workload } from '../flows/workload.ts';
import type { Limit } from '../model/limit.ts';
import type { SuiteResult } from '../model/suite.ts';
import type { Target } from '../model/target.ts';
import type { PackedHistogram } from '../stats/histogram.ts';
import type { Pace } from './pacer.ts';
import type { Recent } from './recent.ts';
import type { Recorded } from './recorder.ts';

/** One trial: a flow, its users, its shape of load, and how many responses to measure. */
export interface Trial {
  readonly suite: SuiteResult['suite'];
  readonly workload: Workload;
  readonly target: Target;
  readonly arm: SuiteResult['arm'];
  readonly users: readonly VirtualUser[];
  readonly connection: SuiteResult['connection'];
  /** Closed: each user sends after its last response. Open: a pace says when to send, independent of the responses. */
  readonly model:
    | { readonly kind: 'closed' }
    | { readonly kind: 'open'; readonly pace: Pace; readonly perSecond: number };
  /** Where several processes measure the trial together: which of them this one is. */
  readonly share?: Share;
  /** Warm-up requests are not counted: three for each user, or as many as it takes until latency is steady. */
  readonly warmUp: 'three-each' | 'until-steady';
  readonly requests: number;
  readonly maxTimeMs: number;
  /** The threshold of the suite. The self-check compares the delays of the generator with it. */
  readonly limit: Limit | null;
  /** Ends the trial as soon as more samples could not change the verdict about the limit. */
  readonly untilSure: boolean;
  /** The latency of a server that does nothing, on this machine; null where it was not measured. */
  readonly floor: Floor | null;
  /** The period of the timeline's ticks and of `onInterval`. */
  readonly tickMs: number;
  readonly signal: AbortSignal;
  /** @param taken responses so far. */
  readonly onProgress?: (taken: number) => void;
  readonly onInterval?: (recent: Recent) => void;
  readonly onSample?: (sample: Sample) => void;
  /** Called when a user begins to wait after a 429. */
  readonly onWait?: (wait: Wait) => void;
}

/** One of several processes that measure a trial together. */
export interface Share {
  /** From 0 up. */
  readonly index: number;
  readonly of: number;
  /** Called after the warm-up. Settles when every process has warmed up, so that all measure at the same time. */
  readonly warmedUp: () => Promise<void>;
}

export interface Wait {
  /** The wait that Retry-After asked for; null where the header is absent or invalid. */
  readonly askedMs: number | null;
  /** Responses so far. */
  readonly taken: number;
}

export interface Floor {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** One measured exchange. `atMs` is the Unix time of its send. `lagUs` is null in the closed model. */
export interface Sample {
  readonly atMs: number;
  readonly serviceUs: number;
  readonly userUs: number;
  readonly lagUs: number | null;
  readonly status: number | null;
  /** Why the response was wrong, or null. */
  readonly wrong: string | null;
}

/** The result of a trial, and its users with their latest tokens, with which the next trial goes on. */
export interface TrialOutcome {
  readonly result: SuiteResult;
  /** The shortest Retry-After that was longer than the rest of the trial; null where there was none. */
  readonly retryBeyondEndMs: number | null;
  readonly users: readonly VirtualUser[];
  /** All times of the trial, to be merged with those of other processes. */
  readonly recorded: () => RecordedTrial;
}

export interface RecordedTrial extends Recorded {
  /** The times of each step; empty for a flow of one step. */
  readonly steps: readonly PackedHistogram[];
}
