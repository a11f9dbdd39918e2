import type { Wait } from '../load/contract.ts';
import type { LoadInterval, OnProgress } from '../model/progress.ts';
import { TICK_MS } from '../load/trial.ts';
import type { Recent } from '../load/recent.ts';

/** Reports the progress of a trial, at most ten times a second, since a person cannot read faster. */
export interface TrialProgress {
  report(done: number): void;
  interval(recent: Recent): void;
  waiting(wait: Wait): void;
}

interface TrialProgressOptions {
  readonly text: string;
  readonly of: number;
  /** The limit that ends a wait. */
  readonly endsBy: string;
}

const REPORT_EVERY_MS = 100;
/** The number of medians that a sparkline shows. */
const MEDIANS = 24;

export function trialProgress(watch: OnProgress, { text, of, endsBy }: TrialProgressOptions): TrialProgress {
  let live: LoadInterval | null = null;
  let reportedAtMs = 0;
  return {
    report(done) {
      const nowMs = Date.now();
      if (nowMs - reportedAtMs < REPORT_EVERY_MS) return;
      reportedAtMs = nowMs;
      watch({ kind: 'load', text, done, of, live });
    },
    waiting({ askedMs, taken }) {
      const asked = askedMs === null ? 'without a valid Retry-After' : `Retry-After ${Math.ceil(askedMs / 1_000)} s`;
      const count = Number.isFinite(of) ? `${taken} of ${of}` : String(taken);
      const because = `waiting: the server answered 429, ${asked}; ends by ${endsBy}`;
      watch({ kind: 'stage', text: `${text}, ${count}: ${because}` });
    },
    interval({ n, errors, p50Ms, p95Ms }) {
      const past = n === 0 ? (live?.pastP50Ms ?? []) : [...(live?.pastP50Ms ?? []), p50Ms].slice(-MEDIANS);
      live = { perSecond: (n / TICK_MS) * 1_000, p50Ms, p95Ms, errors: errors + (live?.errors ?? 0), pastP50Ms: past };
    },
  };
}
