import type { Flow } from '../contract.ts';

/** The load of an export: users in the closed model, or iterations that begin at a rate. */
export type ExportLoad =
  | { readonly kind: 'users'; readonly users: number; readonly durationS: number }
  | { readonly kind: 'rate'; readonly perSecond: number; readonly durationS: number };

export interface ExportThreshold {
  readonly statistic: 'mean' | 'p50' | 'p95' | 'p99' | 'max';
  readonly belowMs: number;
}

/** The flows and the load for another load tool. */
export interface ExportPlan {
  /** One user runs them in this order, with one session. */
  readonly flows: readonly Flow[];
  readonly origin: string;
  /** The origin of a separate auth server; without it, the target's origin. */
  readonly authOrigin?: string;
  /** Parts of URLs that detection found. */
  readonly bind?: Readonly<Record<string, string>>;
  /** Without it: one user, once. */
  readonly load?: ExportLoad;
  readonly thresholds?: readonly ExportThreshold[];
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
    | 'closed-load';
  /** `flow/step`; null for the whole plan. */
  readonly where: string | null;
  readonly because: string;
}

export interface Exported {
  readonly text: string;
  readonly unsupported: readonly Unsupported[];
}
