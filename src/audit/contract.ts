import type { EvidenceKind, EvidenceValues } from '../model/evidence.ts';
import type { Opinion } from '../model/finding.ts';
import type { Target } from '../model/target.ts';

/** What an audit may know besides evidence. */
export interface Subject {
  readonly target: Target;
  readonly platform: string;
}

/**
 * A pure rule. `check` gets exactly the evidence that `needs` names, all of it there, and of `uses` what there is;
 * missing evidence of the first kind is answered once, by the runner.
 */
export interface Audit<N extends EvidenceKind = EvidenceKind, U extends EvidenceKind = EvidenceKind> {
  readonly id: string;
  readonly title: string;
  readonly needs: readonly N[];
  readonly uses: readonly U[];
  check(evidence: Pick<EvidenceValues, N> & Partial<Pick<EvidenceValues, U>>, subject: Subject): Opinion;
}

/** An audit of a promise that a standard makes for auth servers. */
export interface SecurityAudit<
  N extends EvidenceKind = EvidenceKind,
  U extends EvidenceKind = EvidenceKind,
> extends Audit<N, U> {
  readonly standard: string;
}

/** What the runner holds: an audit whose evidence it has to trust itself to hand over. */
export type AnyAudit = Omit<Audit, 'check'> & { check(evidence: never, subject: Subject): Opinion };
export type AnySecurityAudit = AnyAudit & { readonly standard: string };

/** Infers the evidence from the lists, so that `check` cannot read what was not asked for. */
export const audit = <const N extends EvidenceKind, const U extends EvidenceKind = never>(
  rule: Omit<Audit<N, U>, 'uses'> & { readonly uses?: readonly U[] },
): Audit<N, U> => ({ uses: [], ...rule });

export const securityAudit = <const N extends EvidenceKind, const U extends EvidenceKind = never>(
  rule: Omit<SecurityAudit<N, U>, 'uses'> & { readonly uses?: readonly U[] },
): SecurityAudit<N, U> => ({ uses: [], ...rule });

export const pass = (summary: string): Opinion => ({ outcome: 'pass', summary });
export const inconclusive = (summary: string): Opinion => ({ outcome: 'inconclusive', summary });
/** The problem may exist here, and another cause hides whether it does. */
export const notApplicable = (summary: string): Opinion => ({ outcome: 'not-applicable', summary });
/** The problem cannot exist here, as the evidence shows: a later run may say that it is solved. */
export const cannotOccur = (summary: string): Opinion => ({ outcome: 'not-applicable', summary, cannotOccur: true });
