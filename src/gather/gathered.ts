import type { Evidence } from '../model/evidence.ts';
import type { SecondOpinion, SuiteId, SuiteResult } from '../model/suite.ts';
import type { Cut } from './time-limit.ts';

/** Filled while gathering. Each entry is complete, also after an interruption. */
export interface Gathered {
  readonly evidence: Evidence[];
  readonly suites: SuiteResult[];
  readonly secondOpinions: SecondOpinion[];
  /** Planned suites for which the server has no flow, like a refresh without refresh tokens. */
  readonly missing: SuiteId[];
  /** What each member that ran sends to the target. */
  readonly sent: { readonly kind: string; readonly requests: readonly string[] }[];
  /** Why gathering ended early; null when the plan was completed. */
  ended: {
    readonly why: 'unreachable' | 'auth-failed' | 'generator-failed' | 'interrupted' | 'terminated' | 'internal-error';
    readonly because: string;
  } | null;
  /** The trial that an abort ended; null if none was running. */
  cut: Cut | null;
  /** A sentence that says where the time limit ended gathering; null if it did not. */
  limitReached: string | null;
}

export const nothingGathered = (): Gathered => ({
  evidence: [],
  suites: [],
  secondOpinions: [],
  missing: [],
  sent: [],
  ended: null,
  cut: null,
  limitReached: null,
});
