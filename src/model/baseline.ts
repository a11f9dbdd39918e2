import type { Host } from './run.ts';
import type { SuiteId } from './suite.ts';

export const baselineSchema = 'whyslow.baseline/2';

/** One quantile and its 95 % interval. */
export interface QuantileEstimate {
  readonly ms: number;
  readonly intervalMs: readonly [number, number];
}

/** The quantiles of a trial that a baseline stores; null where there were too few responses to estimate one. */
export interface BaselineQuantiles {
  readonly n: number;
  readonly p50: QuantileEstimate | null;
  readonly p95: QuantileEstimate | null;
}

/** One suite in a baseline: the target, and the reference server if it was measured in the same run. */
export interface BaselineSuite {
  readonly suite: SuiteId;
  readonly target: BaselineQuantiles;
  readonly reference: BaselineQuantiles | null;
  /** Target divided by reference, which cancels the speed of the machine. Null without a reference. */
  readonly inReferenceUnits: { readonly p50: number | null; readonly p95: number | null } | null;
}

/** The saved result that later runs are compared with, as stored in `.whyslow/baselines/NAME.json`. */
export interface Baseline {
  readonly schema: typeof baselineSchema;
  readonly name: string;
  readonly savedAt: string;
  readonly url: string;
  readonly tool: { readonly version: string; readonly node: string };
  readonly host: Host;
  readonly standings: readonly BaselineSuite[];
}
