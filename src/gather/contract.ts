import type { Depth } from '../model/depth.ts';
import type { EvidenceValues, GatheredKind } from '../model/evidence.ts';
import type { HttpRequest } from '../model/http.ts';
import type { Outcome } from '../model/outcome.ts';
import type { GatherContext, SignInContext } from './context.ts';

/** From the mildest to the roughest: the pipeline gathers in this order. */
export const harms = ['none', 'disturbs', 'attacks'] as const;
/**
 * `none` reads a few responses. `disturbs` leaves a trace, like a session or a log line of a refused login. `attacks`
 * presents tokens as a thief of them would.
 */
export type Harm = (typeof harms)[number];

/** Options without which a member is left out: what could harm an account needs one, and what reads a file of the user's. */
export type Permission = '--allow-lockout' | '--audit-log';

/** What a gatherer may need besides other evidence: a server that answers HTTP, an account to sign in with. */
export interface Prerequisites {
  readonly answer: true;
  readonly account: Account;
  /** Makes the user's own request with a body. Present only in commands that load. */
  readonly 'own-request': () => HttpRequest;
}
export type Account = Omit<SignInContext, keyof GatherContext>;
type Having = Pick<EvidenceValues, GatheredKind> & Prerequisites;
export type Need = keyof Having;

/** The description of a member of the list, which is available without starting it. */
interface Described<K extends GatheredKind, N extends Need> {
  readonly kind: K;
  /** What it does, as the progress line shows it. */
  readonly title: string;
  readonly harm: Harm;
  /** The least depth of a diagnosis that gathers it; `default` if absent. */
  readonly depth?: Depth;
  /** The option that allows it; without the option it is left out. */
  readonly permission?: Permission;
  /** It is stopped after this time, and its evidence then says so. A longer --timeout lengthens it in proportion. */
  readonly budgetMs: number;
  /** What it sends to the target, as text for the user. Empty if it examines this machine only. */
  readonly sends: readonly string[];
  /** The platforms on which it has something to find; all if absent. */
  readonly platforms?: readonly NodeJS.Platform[];
  /** Evidence of these kinds is gathered first. If a need is not met, this member is skipped. */
  readonly needs: readonly N[];
}

/** Null if there is nothing to gather, or an abort of `signal` left no valid evidence. */
type Result<K extends GatheredKind> = Promise<Outcome<EvidenceValues[K]> | null>;

/** Gathers one kind of evidence, before or after the load. */
export interface Gatherer<K extends GatheredKind = GatheredKind, N extends Need = Need> extends Described<K, N> {
  readonly when: 'before' | 'after';
  gather(have: Pick<Having, N>, context: GatherContext): Result<K>;
}

/** Gathers while something else runs: `begin` is called before it, and the function that `begin` returns after it. */
export interface Observer<K extends GatheredKind = GatheredKind, N extends Need = Need> extends Described<K, N> {
  readonly when: 'during';
  readonly observes: 'load' | GatheredKind;
  begin(have: Pick<Having, N>, context: GatherContext): Promise<() => Result<K>>;
}

/** A member of the list. The type does not check that its needs are passed; the pipeline does. */
export type AnyGatherer = Omit<Gatherer, 'gather'> & {
  gather(have: never, context: GatherContext): Result<GatheredKind>;
};
export type AnyObserver = Omit<Observer, 'begin'> & {
  begin(have: never, context: GatherContext): Promise<() => Result<GatheredKind>>;
};
export type Member = AnyGatherer | AnyObserver;

/** Infers the needs from the list, so that `gather` cannot read what was not asked for. */
export const gatherer = <const K extends GatheredKind, const N extends Need = never>(
  member: Gatherer<K, N>,
): Gatherer<K, N> => member;

export const observer = <const K extends GatheredKind, const N extends Need = never>(
  member: Observer<K, N>,
): Observer<K, N> => member;
