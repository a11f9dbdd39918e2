import type { Rounds } from '../../model/comparison.ts';
import type { SuiteId } from '../../model/suite.ts';
import type { Target } from '../../model/target.ts';
import type { GatherContext, SignInContext } from '../context.ts';
import type { Gathered } from '../gathered.ts';

export type CompareContext = Omit<GatherContext, 'target'>;

/** One of the servers that are measured in turn, and as whom. */
export type ArmSubject = Pick<SignInContext, 'credentials' | 'preset' | 'apiPath'> & { readonly target: Target };

export interface RoundsPlan {
  readonly suites: readonly SuiteId[];
  /** Answers in a block, where there is time for them. */
  readonly requests: number;
  readonly pairs: number;
  /** Each against itself, first: half of them A, half B. */
  readonly samePairs: number;
  /** All suites together. */
  readonly maxTimeMs: number;
  readonly allowRemote: string | null;
}

export interface ArmSubjects {
  readonly a: ArmSubject;
  readonly b: ArmSubject;
  /** The reference server: what no change of the target can have changed. */
  readonly control: ArmSubject;
}

/** Filled while it is measured: whatever interrupts it, what is in here is whole. */
export interface GatheredRounds {
  readonly rounds: Rounds[];
  ended: Gathered['ended'];
  limitReached: Gathered['limitReached'];
  /** Suites in which a server gave no right answer at the first look: they are not measured. */
  readonly silences: { readonly suite: SuiteId; readonly because: string }[];
}
