import type { Host } from './run.ts';
import type { SuiteId } from './suite.ts';

export const baselineSchema = 'whyslow.baseline/2';

/** One quantile and its 95 % interval. */
export interface KnownMs {
  readonly ms: number;
  readonly intervalMs: readonly [number, number];
}

/** The quantiles of a trial that a baseline stores; null where there were too few responses to estimate one. */
export interface KnownQuantiles {
  readonly n: number;
  readonly p50: KnownMs | null;
  readonly p95: KnownMs | null;
}

/** One suite in a baseline: the target, and the reference server if it was measured in the same run. */
export interface Standing {
  readonly suite: SuiteId;
  readonly target: KnownQuantiles;
  readonly reference: KnownQuantiles | null;
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
  readonly standings: readonly Standing[];
}
