import type { EvidenceKind, EvidenceValues } from '../model/evidence.ts';
import type { Advice, Fact, Opinion, ShownExchange } from '../model/finding.ts';
import type { LifetimeLimits } from '../model/profile.ts';
import type { SecurityGroup } from '../model/security-group.ts';
import type { Target } from '../model/target.ts';

/** The input of an audit besides evidence. */
export interface Subject {
  readonly target: Target;
  readonly platform: string;
  /** The limits of the profile, in place of those of the checks. */
  readonly limits?: LifetimeLimits;
}

/**
 * A pure rule. `check` gets all evidence that `needs` names, and of `uses` as much as was gathered. Where evidence of
 * `needs` is missing, the runner answers "inconclusive" without calling `check`.
 */
export interface Audit<N extends EvidenceKind = EvidenceKind, U extends EvidenceKind = EvidenceKind> {
  readonly id: string;
  /** The defect. */
  readonly title: string;
  /** What is true where the audit passes, such as "refresh tokens are rotated". */
  readonly holds: string;
  readonly needs: readonly N[];
  readonly uses: readonly U[];
  /** The findings that this one explains: where it fails, they become notes under it. */
  readonly explains: readonly string[];
  check(evidence: Pick<EvidenceValues, N> & Partial<Pick<EvidenceValues, U>>, subject: Subject): Opinion;
}

/** An audit of a requirement for auth servers, with its standard. */
export interface SecurityAudit<
  N extends EvidenceKind = EvidenceKind,
  U extends EvidenceKind = EvidenceKind,
> extends Audit<N, U> {
  readonly group: SecurityGroup;
  readonly standard: string;
  /** Title and what holds, under other limits than its own. */
  textsUnder?(limits: LifetimeLimits): { readonly title: string; readonly holds: string };
  /**
   * The exchanges that show the outcome, the most telling first. Absent: those of the evidence that it needs. Where there
   * is none, the sign-in is shown.
   */
  shows?(evidence: Pick<EvidenceValues, N> & Partial<Pick<EvidenceValues, U>>): readonly (ShownExchange | undefined)[];
}

/** An audit as the runner calls it, with the type of its evidence erased. */
export type AnyAudit = Omit<Audit, 'check'> & { check(evidence: never, subject: Subject): Opinion };
export type AnySecurityAudit = AnyAudit &
  Pick<SecurityAudit, 'group' | 'standard' | 'textsUnder'> & {
    shows?(evidence: never): readonly (ShownExchange | undefined)[];
  };

type Optional = 'uses' | 'explains';

/** Infers the evidence type from the lists, so that `check` cannot read other evidence. */
export const audit = <const N extends EvidenceKind, const U extends EvidenceKind = never>(
  rule: Omit<Audit<N, U>, Optional> & Partial<Pick<Audit<N, U>, Optional>>,
): Audit<N, U> => ({ uses: [], explains: [], ...rule });

export const securityAudit = <const N extends EvidenceKind, const U extends EvidenceKind = never>(
  rule: Omit<SecurityAudit<N, U>, Optional> & Partial<Pick<SecurityAudit<N, U>, Optional>>,
): SecurityAudit<N, U> => ({ uses: [], explains: [], ...rule });

/** For a check of what the sign-in brought. */
export const bySignIn = (): readonly [] => [];

export const pass = (summary: string): Opinion => ({ outcome: 'pass', summary });
export const inconclusive = (summary: string): Opinion => ({ outcome: 'inconclusive', summary });
/** True and worth knowing, but no failure. */
export const note = (
  summary: string,
  { facts = [], advice = [] }: { readonly facts?: readonly Fact[]; readonly advice?: readonly Advice[] } = {},
): Opinion => ({ outcome: 'note', summary, facts, advice, explainedBy: null });
/** The problem may exist here, but another cause prevents the check. */
export const notApplicable = (summary: string): Opinion => ({ outcome: 'not-applicable', summary });
/** The evidence shows that the problem cannot exist here. A comparison with an earlier run may call it solved. */
export const cannotOccur = (summary: string): Opinion => ({ outcome: 'not-applicable', summary, cannotOccur: true });
