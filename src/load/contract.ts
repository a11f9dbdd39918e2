import type { VirtualUser, Workload } from '../flows/workload.ts';
import type { Limit } from '../model/limit.ts';
import type { SuiteResult } from '../model/suite.ts';
import type { Target } from '../model/target.ts';
import type { Pace } from './pacer.ts';
import type { Recent } from './recent.ts';

/** One pass: a flow, its users, and how many answers to measure. */
export interface Trial {
  readonly suite: SuiteResult['suite'];
  readonly workload: Workload;
  readonly target: Target;
  readonly arm: SuiteResult['arm'];
  readonly users: readonly VirtualUser[];
  readonly connection: SuiteResult['connection'];
  /** Closed: each user sends when it has read. Open: a plan says when to send, whatever the answers do. */
  readonly model:
    | { readonly kind: 'closed' }
    | { readonly kind: 'open'; readonly pace: Pace; readonly perSecond: number };
  /** Warm-up answers are sent and not counted: three a user, or as many as it takes to be steady. */
  readonly warmUp: 'three-each' | 'until-steady';
  readonly requests: number;
  readonly maxTimeMs: number;
  /** What the suite will be judged by: the self-check compares its delays with it. */
  readonly limit: Limit | null;
  /** Ends the pass as soon as more samples could not change what is said about the limit. */
  readonly untilSure: boolean;
  /** What a server that does nothing costs on this machine; null where it was not measured. */
  readonly floor: Floor | null;
  /** How often the timeline and `onInterval` are told the time. */
  readonly tickMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (taken: number) => void;
  readonly onInterval: (recent: Recent) => void;
  readonly onSample: (sample: Sample) => void;
  /** A user begins to wait, since the server answered 429. */
  readonly onWait?: (wait: Wait) => void;
}

export interface Wait {
  /** What Retry-After said; null where it said nothing that can be read. */
  readonly askedMs: number | null;
  /** Answers so far. */
  readonly taken: number;
}

export interface Floor {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** One measured exchange. `atMs` is Unix time of its send; `lagUs` is null where no plan said when to send. */
export interface Sample {
  readonly atMs: number;
  readonly serviceUs: number;
  readonly userUs: number;
  readonly lagUs: number | null;
  readonly status: number | null;
  /** Why the answer was wrong, or null. */
  readonly wrong: string | null;
}

/** What the pass measured, and the users as it left them, so that the next pass goes on with live tokens. */
export interface TrialOutcome {
  readonly result: SuiteResult;
  /** The wait that Retry-After asked for and that the pass had no time for; null where there was none. */
  readonly retryBeyondEndMs: number | null;
  readonly users: readonly VirtualUser[];
}
