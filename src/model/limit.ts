import type { LatencyMs, SuiteId } from './suite.ts';

/** The gate on a suite's latency, as the stages need it that do not judge: to know what would be too late. */
export interface Limit {
  readonly suite: SuiteId;
  /** As the user wrote it. */
  readonly text: string;
  readonly statistic: keyof LatencyMs;
  readonly limitMs: number;
}
