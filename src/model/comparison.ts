import type { SuiteId } from './suite.ts';

/** From worst to best, as a gate hears of them. `unproven`: what cannot have changed moved as well. */
export const changeVerdicts = ['regressed', 'unproven', 'inconclusive', 'improved', 'same'] as const;
export type ChangeVerdict = (typeof changeVerdicts)[number];

/**
 * What is compared. `typical`: by how much an answer of B takes longer than one of A, in the middle of all pairs of
 * answers; a median jumps where a cache answers every second request, and a mean moves with a single pause. `p95`: the tail.
 */
export const comparedStatistics = ['typical', 'p95'] as const;
export type ComparedStatistic = (typeof comparedStatistics)[number];

/** One block of one arm: neighbouring requests, one at a time, on one connection. */
export interface ArmBlock {
  readonly n: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Whether the generator was fit to measure it. */
  readonly valid: boolean;
}

/** Two neighbouring blocks of the same work: the middle of all log-ratios of their answers. */
export interface ArmTwins {
  readonly first: ArmBlock;
  readonly second: ArmBlock;
  readonly shift: number;
}

/** A block of each arm, one right after the other, and the control's block after each. */
export interface ArmPair {
  readonly a: ArmBlock;
  readonly b: ArmBlock;
  readonly besideA: ArmBlock;
  readonly besideB: ArmBlock;
  /** ln(B/A) of a typical answer: the middle of all log-ratios between the answers of two blocks. */
  readonly shift: number;
  /** The same of the control's two blocks. */
  readonly controlShift: number;
}

/** All blocks of one suite, in the order in which they were measured. */
export interface Rounds {
  readonly suite: SuiteId;
  /** Each arm against itself, in turn, before anything else: what moves here is noise. */
  readonly same: readonly ArmTwins[];
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

/** The rules for what counts as no change: a share of the time before, or an absolute difference. */
export const marginRules = ['share', 'milliseconds'] as const;

/** The largest change that counts as none, as a share of `beforeMs`, and the rule that it comes from. */
export interface Negligible {
  readonly share: number;
  readonly rule: (typeof marginRules)[number];
}

/** How one statistic of one suite moved from A to B; shares, so 0.157 is +15.7 %. */
export interface Change {
  readonly suite: SuiteId;
  readonly statistic: ComparedStatistic;
  /** Null where there were too few answers to know it. */
  readonly beforeMs: number | null;
  /** Where there is a `change`, this is `beforeMs` × (1 + `change`): the two times and their change are one estimate. */
  readonly afterMs: number | null;
  /** Null where there was too little to estimate it from. */
  readonly change: number | null;
  /** 95 % interval of the change. */
  readonly interval: readonly [number, number] | null;
  /** A change is proven where its whole interval lies beyond this share. */
  readonly margin: number;
  /** `same` is an interval within this. Null in runs that were saved before it was recorded. */
  readonly negligible: Negligible | null;
  /** By how much the reference server itself moved, where `change` is divided by that; else null. */
  readonly machineChange: number | null;
  /** What nothing changed by: the standard error of each arm against itself; null where it was not measured. */
  readonly floor: number | null;
  readonly verdict: ChangeVerdict;
  readonly because: string;
}

export interface Comparison {
  /** `in-turn` can prove a change; the others compare different times, and need larger ones to prove anything. */
  readonly how: 'in-turn' | 'one-after-the-other' | 'in-reference-units';
  readonly a: Arm;
  readonly b: Arm;
  /** Advice never fails a run: the numbers are of different machines. */
  readonly weight: 'gate' | 'advice';
  /** Empty unless the arms were measured in turn. */
  readonly rounds: readonly Rounds[];
  readonly changes: readonly Change[];
  readonly verdict: ChangeVerdict;
}
