import type { SuiteId } from './suite.ts';

/** From worst to best, the order in which a gate uses them. `unproven`: the control changed too. */
export const changeVerdicts = ['regressed', 'unproven', 'inconclusive', 'improved', 'same'] as const;
export type ChangeVerdict = (typeof changeVerdicts)[number];

/**
 * The compared statistics. `typical`: the median of B/A over all pairs of responses. A difference of medians jumps
 * where a cache serves every second request, and a mean moves with a single pause. `p95`: the tail.
 */
export const comparedStatistics = ['typical', 'p95'] as const;
export type ComparedStatistic = (typeof comparedStatistics)[number];

/** One block of one arm: consecutive requests, one at a time, on one connection. */
export interface ArmBlock {
  readonly n: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Whether the generator self-check passed. */
  readonly valid: boolean;
}

/** Two consecutive blocks of the same arm. `shift` is the median of all log-ratios of their response times. */
export interface SameArmPair {
  readonly first: ArmBlock;
  readonly second: ArmBlock;
  readonly shift: number;
}

/** One block of each arm, measured back to back, each followed by a block of the control. */
export interface ArmPair {
  readonly a: ArmBlock;
  readonly b: ArmBlock;
  readonly besideA: ArmBlock;
  readonly besideB: ArmBlock;
  /** ln(B/A) of a typical response: the median of all log-ratios between the responses of the two blocks. */
  readonly shift: number;
  /** The same for the two blocks of the control. */
  readonly controlShift: number;
}

/** All blocks of one suite, in measuring order. */
export interface Rounds {
  readonly suite: SuiteId;
  /** Each arm against itself, measured first. Any shift here is noise. */
  readonly same: readonly SameArmPair[];
  /** In every second pair B comes first. */
  readonly pairs: readonly ArmPair[];
  readonly plannedPairs: number;
}

/** Where the numbers of one arm come from. */
export interface Arm {
  readonly kind: 'live' | 'reference' | 'saved' | 'baseline';
  /** A URL, a file, or a name. */
  readonly label: string;
  readonly takenAt: string;
}

/** How the negligible change is defined: as a share of the time before, or as an absolute difference. */
export const marginRules = ['share', 'milliseconds'] as const;

/** The largest change that counts as no change, as a share of `beforeMs`, and the rule that defines it. */
export interface Negligible {
  readonly share: number;
  readonly rule: (typeof marginRules)[number];
}

/** How one statistic of one suite moved from A to B; shares, so 0.157 is +15.7 %. */
export interface Change {
  readonly suite: SuiteId;
  readonly statistic: ComparedStatistic;
  /** Null if there were too few responses. */
  readonly beforeMs: number | null;
  /** `beforeMs` × (1 + `change`) if `change` is known, so that both times and the change agree. */
  readonly afterMs: number | null;
  /** Null if there was too little data for an estimate. */
  readonly change: number | null;
  /** 95 % interval of the change. */
  readonly interval: readonly [number, number] | null;
  /** A change is proven if its whole interval lies beyond this share. */
  readonly margin: number;
  /** The verdict is `same` if the interval lies within this. Null in runs saved before this field existed. */
  readonly negligible: Negligible | null;
  /** The change of the reference server if `change` is divided by it; else null. */
  readonly machineChange: number | null;
  /** The noise floor: the standard error of each arm against itself; null if it was not measured. */
  readonly floor: number | null;
  readonly verdict: ChangeVerdict;
  readonly because: string;
}

export interface Comparison {
  /**
   * `in-turn` measures both arms alternately. The others compare different times, so they need a larger change for
   * proof.
   */
  readonly how: 'in-turn' | 'one-after-the-other' | 'in-reference-units';
  readonly a: Arm;
  readonly b: Arm;
  /** `advice` never fails a run, because the numbers come from different machines. */
  readonly weight: 'gate' | 'advice';
  /** Empty unless `how` is `in-turn`. */
  readonly rounds: readonly Rounds[];
  readonly changes: readonly Change[];
  readonly verdict: ChangeVerdict;
}
