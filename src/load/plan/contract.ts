import type { Credentials } from '../../model/auth.ts';
import type { Limit } from '../../model/limit.ts';
import type { SuiteFacts, SuiteId, SuiteResult } from '../../model/suite.ts';
import type { Flow } from '../../flows/contract.ts';
import type { VirtualUser } from '../../flows/workload.ts';

/** Who sends the load. */
export type LoadUsers =
  /** Accounts, taken in turn; one is enough, since each sign-in opens a session of its own. */
  { readonly kind: 'signed-in'; readonly accounts: readonly Credentials[] } | { readonly kind: 'anonymous' };

/** How much to measure. A duration ends each trial by the clock, a number of requests by count. */
export interface LoadPlan {
  /** In the order in which they are measured. */
  readonly suites: readonly SuiteFacts[];
  /** The flows of the suites that are the user's own. */
  readonly own: readonly Flow[];
  /** Suites that cannot be measured, with the reason, a sentence each. */
  readonly leftOut: readonly string[];
  readonly connections: number;
  /** Generator processes that share the connections of a trial with more than one connection. */
  readonly processes: number;
  readonly model:
    | { readonly kind: 'closed' }
    | { readonly kind: 'open'; readonly perSecond: number; readonly arrivals: Arrivals; readonly seed: number }
    /** Open, at the highest rate that still meets the threshold. */
    | { readonly kind: 'capacity' };
  readonly amount:
    | { readonly by: 'requests'; readonly requests: number }
    | { readonly by: 'duration'; readonly ms: number }
    /** The judged trials go on until more responses could not change their verdict. */
    | { readonly by: 'certainty'; readonly maxTimeMs: number; readonly requests: number };
  /** The latency thresholds of the suites. */
  readonly limits: readonly Limit[];
  readonly users: LoadUsers;
  /** Whether autocannon measures the same flows too. */
  readonly secondOpinion: boolean;
  /** Files to write beside the reports: an HdrHistogram log, and every exchange. */
  readonly hlog: string | null;
  readonly samples: string | null;
}

export const arrivals = ['constant', 'poisson', 'ramp'] as const;
export type Arrivals = (typeof arrivals)[number];

/** The shape of one trial: a suite, its connections and its rate, without its users. */
export interface Shape {
  readonly suite: SuiteId;
  readonly connection: SuiteResult['connection'];
  readonly connections: number;
  readonly share: number;
  /** Whether the suite's thresholds are judged by this trial. */
  readonly judged: boolean;
  /** Open model only. */
  readonly perSecond: number | null;
  /** Measures the floor again, since the machine may have changed since the last suite. */
  readonly floorAnew: boolean;
}

/** The virtual users between two trials. */
export interface UserPool {
  users: readonly VirtualUser[];
}

export type MeasureTrial = (shape: Shape) => Promise<SuiteResult>;
