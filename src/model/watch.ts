/** One probe of a watch: a visit by name on a new connection, or one request of a suite on a kept one. */
export interface Probe {
  /** The name that was visited, or the suite. */
  readonly series: string;
  readonly method: string;
  /** Unix ms of the moment for which the plan wanted it sent. */
  readonly atMs: number;
  /** How late the generator sent it. */
  readonly lagMs: number;
  /** From the plan to the last byte, or to whatever ended it. */
  readonly tookMs: number;
  readonly status: number | null;
  /** Why there was no right answer, in a word; null where there was one. */
  readonly because: string | null;
  /** Null for a suite, and for an address literal. */
  readonly lookupMs: number | null;
  /** The connect that was accepted; null for a suite, and where none was. */
  readonly connect: { readonly address: string; readonly ms: number } | null;
}

export interface Reading {
  readonly atMs: number;
  /** Null where no right answer came. */
  readonly ms: number | null;
}

/** One minute of one series. Times are null where no right answer came. */
export interface Minute {
  readonly atMs: number;
  readonly n: number;
  readonly errors: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly maxMs: number | null;
}

/** What is kept of one series: the last readings one by one, what came before by the minute. Both are bounded. */
export interface Series {
  readonly id: string;
  readonly readings: readonly Reading[];
  readonly minutes: readonly Minute[];
  /** Why the last reading has no time; null where it has one. */
  readonly because: string | null;
}

export type AlertState =
  | { readonly kind: 'quiet' }
  /** Beyond its limit, but not yet for long enough. */
  | { readonly kind: 'pending'; readonly sinceMs: number }
  | { readonly kind: 'firing'; readonly sinceMs: number };

export interface AlertView {
  readonly text: string;
  readonly state: AlertState;
  /** In ms, or a share for errors; null where there is too little to tell. */
  readonly value: number | null;
  readonly isShare: boolean;
}

/** One moment at which an alert began to fire. */
export interface Fired {
  readonly alert: string;
  readonly atMs: number;
  readonly value: number;
}

/** All that a watch knows at one moment: what is drawn, kept and told. */
export interface Watched {
  readonly url: string;
  readonly startedAtMs: number;
  readonly nowMs: number;
  readonly perSecond: number;
  readonly series: readonly Series[];
  readonly alerts: readonly AlertView[];
  readonly fired: readonly Fired[];
}
