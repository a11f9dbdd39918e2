/** How one finding of an earlier run compares with the current run. */
export interface FindingChange {
  readonly id: string;
  readonly change: 'solved' | 'not-solved' | 'new' | 'undecided';
  readonly beforeMs: number | null;
  readonly afterMs: number | null;
  /** Why the change is undecided; null otherwise. */
  readonly because: string | null;
}

/** The time of a new connection to one name, before and after; null without a response. */
export interface NameChange {
  readonly name: string;
  readonly beforeMs: number | null;
  readonly afterMs: number | null;
}

/** Whether two runs measured the same server. `not-checked` is for runs of versions that did not check it. */
export type Comparability =
  | { readonly kind: 'same-server'; readonly caveats: readonly string[] }
  | { readonly kind: 'not-comparable'; readonly reason: Incomparable; readonly because: string }
  | { readonly kind: 'not-checked' };

export const incomparables = ['command', 'machine', 'url', 'not-probed', 'no-answer', 'listener'] as const;
export type Incomparable = (typeof incomparables)[number];

/** The comparison with an earlier run. `findings` and `names` are empty when the servers differ. */
export interface Against {
  readonly startedAt: string;
  readonly url: string;
  readonly comparable: Comparability;
  readonly findings: readonly FindingChange[];
  readonly names: readonly NameChange[];
}
