import type { LatencyMs } from '../../model/suite.ts';

/** How the times between the quantiles are known: a report has quantiles only, or each time was in the file. */
export type Distribution =
  | { readonly kind: 'interpolated' }
  | { readonly kind: 'recorded'; readonly histogram: string };

/** What a report of another load tool says about one suite. */
export interface SuiteOfReport {
  readonly suite: string;
  readonly n: number;
  readonly errors: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  /** How long this suite was measured; where the tool does not say it, the length of the whole test. */
  readonly tookMs: number;
  /** The times of whole flows; null where no flow was right. */
  readonly timesMs: LatencyMs | null;
  readonly distribution: Distribution;
  readonly steps: readonly { readonly id: string; readonly n: number; readonly timesMs: LatencyMs }[];
}

/** A report of another load tool, in the terms of a run. */
export interface Report {
  readonly tool: string;
  readonly users: number;
  readonly tookMs: number;
  /** Unix ms; null where the report has no dates. */
  readonly endedAtMs: number | null;
  readonly suites: readonly SuiteOfReport[];
  /** What this tool does not say, a sentence each. */
  readonly unknown: readonly string[];
}
