/** From worst to best: illness outranks ignorance, ignorance outranks health. */
export const verdictsWorstFirst = ['fail', 'invalid', 'inconclusive', 'warn', 'pass'] as const;
export type Verdict = (typeof verdictsWorstFirst)[number];

export interface Judged {
  readonly target: string;
  readonly suite: string;
  readonly actualMs: number | null;
  readonly intervalMs: readonly [number, number] | null;
  readonly verdict: Verdict;
  readonly because: string;
}
