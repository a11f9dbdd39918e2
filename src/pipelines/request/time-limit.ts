import type { LoadPlan } from '../../load/plan/contract.ts';
import { amountOf, shapesOf } from '../../load/plan/shapes.ts';
import type { RunOptions } from './contract.ts';

/** A diagnosis of a healthy server takes 5 s, the checks about 10 s. A server that needs more than 2 min is measured in part. */
const PROBING_MS = 120_000;
/** Nine trials of a server that answers within 100 ms take 2 min; the slowest end at their own bound. */
const LOADING_MS = 300_000;
/** A longer plan gets its own time, 25 % more for warm-ups and sign-ins, and a minute for the rest. */
const SPARE_SHARE = 1.25;
const SPARE_MS = 60_000;
/** The most rates of a capacity search for one suite: it doubles from 20/s to 20,000/s and halves the last gap. */
const MOST_TRIALS = 16;
/** At most this many probes time out: four addresses, twice each. */
const SLOW_PROBES = 8;

/** The default bound of all measuring, which always has room for the plan of the caller. */
export function defaultTimeLimitMs(options: Pick<RunOptions, 'waitMs' | 'timeoutMs'>, load: LoadPlan | null): number {
  const { waitMs = 0, timeoutMs = 0 } = options;
  const plannedMs = waitMs + SLOW_PROBES * timeoutMs + (load === null ? 0 : loadMs(load));
  return atLeast(load === null ? PROBING_MS : LOADING_MS, plannedMs);
}

/** The default bound of a comparison whose measuring takes `maxTimeMs`. */
export const comparisonLimitMs = (maxTimeMs: number): number => atLeast(LOADING_MS, maxTimeMs);

const atLeast = (usualMs: number, plannedMs: number): number =>
  plannedMs === 0 ? usualMs : Math.max(usualMs, plannedMs * SPARE_SHARE + SPARE_MS);

/** The planned duration of the trials. In the closed model the answers set the pace, and the plan has no duration. */
function loadMs(plan: LoadPlan): number {
  const { amount, model } = plan;
  if (model.kind === 'capacity') {
    return amount.by === 'duration' ? plan.limits.length * MOST_TRIALS * amount.ms : 0;
  }
  return shapesOf(plan).reduce((sum, shape) => {
    const { requests, maxTimeMs } = amountOf(plan, shape);
    if (!Number.isFinite(requests)) return sum + maxTimeMs;
    return shape.perSecond === null ? sum : sum + Math.min(maxTimeMs, (requests / shape.perSecond) * 1_000);
  }, 0);
}
