import type { Evidence } from '../model/evidence.ts';
import type { SecondOpinion, SuiteResult } from '../model/suite.ts';

/** Filled while gathering goes on: whatever interrupts it, what is in here was measured. */
export interface Gathered {
  readonly evidence: Evidence[];
  readonly suites: SuiteResult[];
  readonly secondOpinions: SecondOpinion[];
  /** Why gathering ended before its plan did; null when all of it was done. */
  ended: {
    readonly why: 'unreachable' | 'auth-failed' | 'interrupted' | 'terminated';
    readonly because: string;
  } | null;
}
