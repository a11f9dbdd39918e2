import type { LatencyMs, SuiteId } from './suite.ts';

/** A latency threshold of a suite, for the stages that need the limit and do not judge. */
export interface Limit {
  readonly suite: SuiteId;
  /** As the user wrote it. */
  readonly text: string;
  readonly statistic: keyof LatencyMs;
  readonly limitMs: number;
}
