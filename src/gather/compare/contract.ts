import type { Rounds } from '../../model/comparison.ts';
import type { SuiteId } from '../../model/suite.ts';
import type { Target } from '../../model/target.ts';
import type { GatherContext, SignInContext } from '../context.ts';
import type { Gathered } from '../gathered.ts';

export type CompareContext = Omit<GatherContext, 'target'>;

/** One of the servers that are measured in turn, and the account to sign in with. */
export type ArmSubject = Pick<SignInContext, 'credentials' | 'stack' | 'apiPath'> & { readonly target: Target };

export interface RoundsPlan {
  readonly suites: readonly SuiteId[];
  /** Responses in a block, if the time allows them. */
  readonly requests: number;
  readonly pairs: number;
  /** Pairs of one arm with itself, measured first: half of them A, half B. */
  readonly samePairs: number;
  /** All suites together. */
  readonly maxTimeMs: number;
  readonly allowRemote: string | null;
}

export interface ArmSubjects {
  readonly a: ArmSubject;
  readonly b: ArmSubject;
  /** The reference server, which a change of the target cannot affect. */
  readonly control: ArmSubject;
}

/** Filled while measuring. Each entry is complete, also after an interruption. */
export interface GatheredRounds {
  readonly rounds: Rounds[];
  /** Planned suites for which a server has no flow. */
  readonly missing: SuiteId[];
  ended: Gathered['ended'];
  limitReached: Gathered['limitReached'];
  /** Suites in which a server gave no right response at the first look: they are not measured. */
  readonly silences: { readonly suite: SuiteId; readonly because: string }[];
}
