import type { Wait } from '../load/contract.ts';
import type { Live, Watcher } from '../model/progress.ts';
import { TICK_MS } from '../load/trial.ts';
import type { Recent } from '../load/recent.ts';

/** What a pass tells whom it may concern: ten times a second at most, since a person cannot read faster. */
export interface LiveLine {
  taken(done: number): void;
  interval(recent: Recent): void;
  waiting(wait: Wait): void;
}

interface LinePlan {
  readonly text: string;
  readonly of: number;
  /** What ends a wait at the latest. */
  readonly endsBy: string;
}

const TOLD_EVERY_MS = 100;
/** As many medians as a sparkline has room for. */
const MEDIANS = 24;

export function liveLine(watch: Watcher, { text, of, endsBy }: LinePlan): LiveLine {
  let live: Live | null = null;
  let toldAtMs = 0;
  return {
    taken(done) {
      const nowMs = Date.now();
      if (nowMs - toldAtMs < TOLD_EVERY_MS) return;
      toldAtMs = nowMs;
      watch({ kind: 'load', text, done, of, live });
    },
    waiting({ askedMs, taken }) {
      const asked =
        askedMs === null ? 'without a Retry-After that can be read' : `Retry-After ${Math.ceil(askedMs / 1_000)} s`;
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
