import type { Flow } from '../contract.ts';

/** How much each user of the closed model sends. */
export type ExportAmount =
  | { readonly by: 'iterations'; readonly each: number }
  | { readonly by: 'duration'; readonly durationS: number };

/** The load of an export: users in the closed model, or iterations that begin at a rate. */
export type ExportLoad =
  | { readonly kind: 'users'; readonly users: number; readonly amount: ExportAmount }
  | { readonly kind: 'rate'; readonly perSecond: number; readonly durationS: number };

/** An upper bound of the time of a suite's whole flow. */
export interface ExportThreshold {
  readonly suite: string;
  readonly statistic: 'mean' | 'min' | 'p50' | 'p75' | 'p90' | 'p95' | 'p99' | 'p99.9' | 'max';
  readonly belowMs: number;
}

/** A suite for another load tool. */
export interface ExportSuite {
  readonly id: string;
  readonly title: string;
  /** Flows that each user runs once, before its first iteration. Empty: each iteration has a session of its own. */
  readonly begin: readonly Flow[];
  /** The flows of one iteration, with one session. */
  readonly repeat: readonly Flow[];
  readonly renewal: ExportRenewal;
}

/**
 * How a session that is kept gets a new access token before the old one ends: its flows bring one themselves, the user
 * signs in again, or a flow of its own renews it.
 */
export type ExportRenewal =
  | { readonly by: 'itself' }
  | { readonly by: 'sign-in' }
  | { readonly by: 'flow'; readonly flow: Flow };

/** The suites and the load for another load tool. */
export interface ExportPlan {
  readonly suites: readonly ExportSuite[];
  readonly origin: string;
  /** The origin of a separate auth server; without it, the target's origin. */
  readonly authOrigin?: string;
  /** Parts of URLs that detection found. */
  readonly bind?: Readonly<Record<string, string>>;
  /** Without it: one user, once. */
  readonly load?: ExportLoad;
  readonly thresholds?: readonly ExportThreshold[];
  /** The file beside an Artillery script with its functions; without it, the script has none. */
  readonly processor?: string;
}

/** A part of a plan that a format does not support. It is reported, not dropped silently. */
export interface Unsupported {
  readonly feature:
    | 'renews'
    | 'secure-cookie'
    | 'without-cookies'
    | 'capture'
    | 'decode'
    | 'cookie-value'
    | 'counter'
    | 'encoding'
    | 'unknown-bind'
    | 'multipart'
    | 'expect'
    | 'open-load'
    | 'duration'
    | 'sequence'
    | 'renewal'
    | 'threshold'
    | 'own-suite'
    | 'route'
    | 'load-shape';
  /** `flow/step`; null for the whole plan. */
  readonly where: string | null;
  readonly because: string;
}

export interface Exported {
  readonly text: string;
  readonly unsupported: readonly Unsupported[];
  /** The environment variables that the script reads. */
  readonly variables: readonly string[];
  /** The text of the file beside the script; null where it needs none. */
  readonly processor: string | null;
}
