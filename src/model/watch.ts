import type { ServerWaits } from './waits.ts';

/** One probe of `watch`: a visit by name on a new connection, or one request of a suite on a kept-alive one. */
export interface Probe {
  /** The visited name, or the suite. */
  readonly series: string;
  readonly method: string;
  /** The planned send time in Unix ms. */
  readonly atMs: number;
  /** The delay of the generator behind the planned send time. */
  readonly lagMs: number;
  /** From the planned send time to the last byte, or to the failure. */
  readonly tookMs: number;
  readonly status: number | null;
  /** Why there was no right response, in a word; null if there was one. */
  readonly because: string | null;
  /** Null for a suite, and for an address literal. */
  readonly lookupMs: number | null;
  /** The accepted connect; null for a suite, and if none was accepted. */
  readonly connect: { readonly address: string; readonly ms: number } | null;
}

export interface Reading {
  readonly atMs: number;
  /** Null without a right response. */
  readonly ms: number | null;
}

/** One minute of one series. Times are null without a right response. */
export interface Minute {
  readonly atMs: number;
  readonly n: number;
  readonly errors: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly maxMs: number | null;
}

/** The stored data of one series: the latest readings, and minutes for the time before. Both are bounded. */
export interface Series {
  readonly id: string;
  readonly readings: readonly Reading[];
  readonly minutes: readonly Minute[];
  /** Why the last reading has no time; null if it has one. */
  readonly because: string | null;
}

export type AlertState =
  | { readonly kind: 'quiet' }
  /** Beyond its limit, but for less time than the alert requires. */
  | { readonly kind: 'pending'; readonly sinceMs: number }
  | { readonly kind: 'firing'; readonly sinceMs: number };

export interface AlertView {
  readonly text: string;
  readonly state: AlertState;
  /** In ms, or a share for errors; null if there is too little data. */
  readonly value: number | null;
  readonly isShare: boolean;
}

/** The time at which an alert began to fire. */
export interface Fired {
  readonly alert: string;
  readonly atMs: number;
  readonly value: number;
}

/** The state of `watch` at one moment, for display, saving and notification. */
export interface Watched {
  readonly url: string;
  readonly startedAtMs: number;
  readonly nowMs: number;
  readonly perSecond: number;
  readonly series: readonly Series[];
  readonly alerts: readonly AlertView[];
  readonly fired: readonly Fired[];
  /** What the server did during the latest slow answers; null where none was slow, and where it could not be seen. */
  readonly inside: { readonly atMs: number; readonly waits: ServerWaits } | null;
}
