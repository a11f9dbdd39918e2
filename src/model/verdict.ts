import type { SuiteId } from './suite.ts';
import type { Threshold } from './threshold.ts';

/** From worst to best. A failure outranks missing knowledge, and missing knowledge outranks success. */
export const verdictsWorstFirst = ['fail', 'invalid', 'inconclusive', 'warn', 'pass'] as const;
export type Verdict = (typeof verdictsWorstFirst)[number];

/** `wrong-answers`: too many errors to judge a time. `no-right-answer` and `not-measured`: there is no time. */
export const judgedGrounds = ['wrong-answers', 'no-right-answer', 'not-measured'] as const;
export type JudgedGround = (typeof judgedGrounds)[number];

export interface Judged {
  /** The threshold as the user wrote it, with its suite. */
  readonly target: string;
  readonly suite: SuiteId;
  readonly threshold: Threshold;
  readonly actualMs: number | null;
  readonly intervalMs: readonly [number, number] | null;
  readonly verdict: Verdict;
  readonly because: string;
  /** The reason of a verdict that is not based on the measured value; null otherwise. */
  readonly ground: JudgedGround | null;
}
