import type { Host } from './run.ts';
import type { SuiteId } from './suite.ts';

export const baselineSchema = 'whyslow.baseline/2';

/** One quantile and its 95 % interval. */
export interface KnownMs {
  readonly ms: number;
  readonly intervalMs: readonly [number, number];
}

/** What is kept of a pass to compare it later; null where there were too few answers to know it. */
export interface KnownQuantiles {
  readonly n: number;
  readonly p50: KnownMs | null;
  readonly p95: KnownMs | null;
}

/** One suite at one time: the target, and the reference server of the same session where it was measured. */
export interface Standing {
  readonly suite: SuiteId;
  readonly target: KnownQuantiles;
  readonly reference: KnownQuantiles | null;
  /** Target by reference: what remains when the machine is divided out. Null without a reference. */
  readonly inReferenceUnits: { readonly p50: number | null; readonly p95: number | null } | null;
}

/** A run to compare later ones with, as it lies in `.whyslow/baselines/NAME.json`. */
export interface Baseline {
  readonly schema: typeof baselineSchema;
  readonly name: string;
  readonly savedAt: string;
  readonly url: string;
  readonly tool: { readonly version: string; readonly node: string };
  readonly host: Host;
  readonly standings: readonly Standing[];
}
