import type { LatencyMs } from '../../model/suite.ts';

/** What a report of another load tool says about one suite. */
export interface SuiteOfReport {
  readonly suite: string;
  readonly n: number;
  readonly errors: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  /** The times of whole flows. */
  readonly timesMs: LatencyMs;
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
