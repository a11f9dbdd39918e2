import type { Evidence } from '../model/evidence.ts';
import type { SecondOpinion, SuiteResult } from '../model/suite.ts';
import type { Cut } from './time-limit.ts';

/** Filled while gathering goes on: whatever interrupts it, what is in here was measured. */
export interface Gathered {
  readonly evidence: Evidence[];
  readonly suites: SuiteResult[];
  readonly secondOpinions: SecondOpinion[];
  /** Why gathering ended before its plan did; null when all of it was done. */
  ended: {
    readonly why: 'unreachable' | 'auth-failed' | 'generator-failed' | 'interrupted' | 'terminated' | 'internal-error';
    readonly because: string;
  } | null;
  /** The pass that an abort ended; null where none was under way. */
  cut: Cut | null;
  /** Where the time limit ended the measuring, in a sentence; null where it did not. */
  limitReached: string | null;
}

export const nothingGathered = (): Gathered => ({
  evidence: [],
  suites: [],
  secondOpinions: [],
  ended: null,
  cut: null,
  limitReached: null,
});
