/** What became of one finding of an earlier run. */
export interface FindingChange {
  readonly id: string;
  readonly change: 'solved' | 'not-solved' | 'new' | 'undecided';
  readonly beforeMs: number | null;
  readonly afterMs: number | null;
  /** Why nothing is decided; null where something is. */
  readonly because: string | null;
}

/** What one name costs on a new connection, before and after; null where it gave no answer. */
export interface NameChange {
  readonly name: string;
  readonly beforeMs: number | null;
  readonly afterMs: number | null;
}

/** Whether two runs are about one server. Runs that were saved before this was checked are `not-checked`. */
export type Comparability =
  | { readonly kind: 'same-server'; readonly caveats: readonly string[] }
  | { readonly kind: 'not-comparable'; readonly reason: Incomparable; readonly because: string }
  | { readonly kind: 'not-checked' };

export const incomparables = ['command', 'machine', 'url', 'not-probed', 'no-answer', 'listener'] as const;
export type Incomparable = (typeof incomparables)[number];

/** A run beside an earlier one of the same server. Of two servers `findings` and `names` are empty. */
export interface Against {
  readonly startedAt: string;
  readonly url: string;
  readonly comparable: Comparability;
  readonly findings: readonly FindingChange[];
  readonly names: readonly NameChange[];
}
