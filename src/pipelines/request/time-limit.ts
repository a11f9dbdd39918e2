import type { LoadPlan } from '../../load/plan/contract.ts';
import { amountOf, shapesOf } from '../../load/plan/shapes.ts';
import type { RunOptions } from './contract.ts';

/** A diagnosis of a healthy server takes 5 s, the checks some 10 s: a server that needs 2 min is measured in part. */
const PROBING_MS = 120_000;
/** Nine passes of a server that answers within 100 ms take 2 min; the slowest of them end by their own bound. */
const LOADING_MS = 300_000;
/** A plan that is longer than that gets its time, a quarter more for warm-ups and sign-ins, and a minute for the rest. */
const SPARE_SHARE = 1.25;
const SPARE_MS = 60_000;
/** A search for capacity doubles from 20/s to 20,000/s and halves the last gap: so many rates for one suite at most. */
const MOST_TRIALS = 16;
/** As often at most a probe waits for its time-out: four addresses, twice each. */
const SLOW_PROBES = 8;

/** The bound of all measuring where none was asked for: what the caller planned always fits. */
export function defaultTimeLimitMs(options: Pick<RunOptions, 'waitMs' | 'timeoutMs'>, load: LoadPlan | null): number {
  const { waitMs = 0, timeoutMs = 0 } = options;
  const plannedMs = waitMs + SLOW_PROBES * timeoutMs + (load === null ? 0 : loadMs(load));
  return atLeast(load === null ? PROBING_MS : LOADING_MS, plannedMs);
}

/** The bound of a comparison, of which `maxTimeMs` is the measuring. */
export const comparisonLimitMs = (maxTimeMs: number): number => atLeast(LOADING_MS, maxTimeMs);

const atLeast = (usualMs: number, plannedMs: number): number =>
  plannedMs === 0 ? usualMs : Math.max(usualMs, plannedMs * SPARE_SHARE + SPARE_MS);

/** How long the passes take by their plan. Where the answers set the pace the plan names no time. */
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
