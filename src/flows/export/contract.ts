import type { Flow } from '../contract.ts';

/** The load of an export: users who send when they have read, or iterations that begin at a rate. */
export type ExportLoad =
  | { readonly kind: 'users'; readonly users: number; readonly durationS: number }
  | { readonly kind: 'rate'; readonly perSecond: number; readonly durationS: number };

export interface ExportThreshold {
  readonly statistic: 'mean' | 'p50' | 'p95' | 'p99' | 'max';
  readonly belowMs: number;
}

/** What one virtual user of another load tool runs. */
export interface ExportPlan {
  /** In the order in which one user runs them, with one session. */
  readonly flows: readonly Flow[];
  readonly origin: string;
  /** The origin of a separate auth server; the target's where there is none. */
  readonly authOrigin?: string;
  /** Parts of URLs that detection found. */
  readonly bind?: Readonly<Record<string, string>>;
  /** Without it: one user, once. */
  readonly load?: ExportLoad;
  readonly thresholds?: readonly ExportThreshold[];
}

/** A part of a plan that a format has no words for, so that it is told and not dropped. */
export interface Cannot {
  readonly what:
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
  /** `flow/step`; null where it is about the whole plan. */
  readonly where: string | null;
  readonly because: string;
}

export interface Exported {
  readonly text: string;
  readonly cannot: readonly Cannot[];
}
