import type { Credentials } from '../../model/auth.ts';
import type { Limit } from '../../model/limit.ts';
import type { SuiteFacts, SuiteId, SuiteResult } from '../../model/suite.ts';
import type { VirtualUser } from '../../flows/workload.ts';

/** How much to measure. A duration ends each pass by the clock, a number of requests by count. */
export interface LoadPlan {
  /** In the order in which they are measured. */
  readonly suites: readonly SuiteFacts[];
  readonly connections: number;
  readonly model:
    | { readonly kind: 'closed' }
    | { readonly kind: 'open'; readonly perSecond: number; readonly arrivals: Arrivals; readonly seed: number }
    /** Open, at whatever rate the targets still hold. */
    | { readonly kind: 'capacity' };
  readonly amount:
    | { readonly by: 'requests'; readonly requests: number }
    | { readonly by: 'duration'; readonly ms: number }
    /** The judged passes go on until more answers could not change their verdict. */
    | { readonly by: 'certainty'; readonly maxTimeMs: number; readonly requests: number };
  /** What the suites will be judged by. */
  readonly limits: readonly Limit[];
  /** Accounts for the virtual users, taken in turn; one is enough, since each sign-in opens a session of its own. */
  readonly accounts: readonly Credentials[];
  /** Whether autocannon is asked too, on the same flows. */
  readonly secondOpinion: boolean;
  /** Files to write beside the reports: an HdrHistogram log, and every exchange. */
  readonly hlog: string | null;
  readonly samples: string | null;
}

export const arrivals = ['constant', 'poisson', 'ramp'] as const;
export type Arrivals = (typeof arrivals)[number];

/** One pass of a plan, before it is known who takes part in it. */
export interface Shape {
  readonly suite: SuiteId;
  readonly connection: SuiteResult['connection'];
  readonly connections: number;
  readonly share: number;
  /** Whether this is the pass that the suite's targets are judged by. */
  readonly judged: boolean;
  /** Open model only. */
  readonly perSecond: number | null;
  /** The machine may have changed since the last suite: the floor is measured again. */
  readonly floorAnew: boolean;
}

/** The virtual users between two passes. */
export interface UserPool {
  users: readonly VirtualUser[];
}

export type MeasureTrial = (shape: Shape) => Promise<SuiteResult>;
