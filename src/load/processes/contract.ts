import type { Flow } from '../../flows/contract.ts';
import type { Site, VirtualUser } from '../../flows/workload.ts';
import type { StopReason } from '../../model/stop.ts';
import type { RecordedTrial, Trial, TrialOutcome, Wait } from '../contract.ts';
import type { Shape } from '../plan/contract.ts';
import type { Recent } from '../recent.ts';

/** A trial as data. Flows are sent as they were written, since a compiled flow holds functions. */
export interface SentTrial extends Pick<
  Trial,
  | 'suite'
  | 'target'
  | 'arm'
  | 'users'
  | 'connection'
  | 'model'
  | 'warmUp'
  | 'requests'
  | 'maxTimeMs'
  | 'limit'
  | 'untilSure'
  | 'tickMs'
> {
  readonly workload: SentWorkload;
}

export interface SentWorkload {
  readonly flow: Flow;
  readonly renew: readonly Flow[];
  readonly recover: Flow | null;
  readonly site: Site;
}

/** What the parent sends to a generator process. Secrets are in these messages and never in its arguments or environment. */
export type Order =
  | {
      readonly kind: 'trial';
      readonly trial: SentTrial;
      readonly shape: Shape;
      readonly index: number;
      readonly of: number;
    }
  /** Every process is ready: continue. */
  | { readonly kind: 'continue' }
  | { readonly kind: 'stop'; readonly why: StopReason };

export interface ProcessOutcome extends Pick<TrialOutcome, 'result' | 'retryBeyondEndMs'> {
  readonly recorded: RecordedTrial;
  readonly users: readonly VirtualUser[];
}

/** What a generator process sends to the parent. */
export type Report =
  /** Waits until every process is ready: before the warm-up and after it. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'interval'; readonly recent: Recent; readonly taken: number }
  | { readonly kind: 'wait'; readonly wait: Wait }
  | { readonly kind: 'outcome'; readonly outcome: ProcessOutcome };
