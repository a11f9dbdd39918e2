/** What became of one finding of an earlier run. */
export interface FindingChange {
  readonly id: string;
  readonly change: 'solved' | 'not-solved' | 'new' | 'undecided';
  readonly beforeMs: number | null;
  readonly afterMs: number | null;
}

/** What one name costs on a new connection, before and after; null where it gave no answer. */
export interface NameChange {
  readonly name: string;
  readonly beforeMs: number | null;
  readonly afterMs: number | null;
}

/** A run beside an earlier one of the same question. */
export interface Against {
  readonly startedAt: string;
  readonly url: string;
  readonly findings: readonly FindingChange[];
  readonly names: readonly NameChange[];
}
