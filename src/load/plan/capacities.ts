import { findCapacity, type Trial } from '../capacity.ts';
import type { Limit } from '../../model/limit.ts';
import type { SuiteResult } from '../../model/suite.ts';
import type { LoadPlan, MeasurePass } from './contract.ts';

/** As for a verdict: beyond one wrong answer in a hundred a latency is that of something else. */
const TOLERABLE_ERRORS = 0.01;
/** A server that answers fewer than this share of the plan is falling behind, whatever its latency is so far. */
const KEPT_UP = 0.97;

/** For each suite with a latency target: the highest open rate that still meets it. */
export async function gatherCapacities(
  signal: AbortSignal,
  { suites, limits, connections }: LoadPlan,
  measure: MeasurePass,
  into: SuiteResult[],
): Promise<void> {
  for (const limit of limits.filter(({ suite }) => suites.some(({ id }) => id === suite))) {
    const passes = new Map<number, SuiteResult>();
    const shape = { suite: limit.suite, connection: 'kept-alive', connections, share: 1, judged: true } as const;
    const { found, perSecond, tried } = await findCapacity(async (rate) => {
      if (signal.aborted) return null;
      const pass = await measure({ ...shape, perSecond: rate, floorAnew: passes.size === 0 });
      passes.set(rate, pass);
      return signal.aborted ? null : trialOf(pass, rate, limit);
    });
    const best = passes.get(perSecond ?? tried.at(-1)?.perSecond ?? 0);
    if (best === undefined) return;
    const shown = tried.map(({ perSecond: rate, actualMs, met }) => ({ perSecond: rate, actualMs, met }));
    into.push({ ...best, capacity: { threshold: limit.text, found, tried: shown } });
  }
}

function trialOf(pass: SuiteResult, perSecond: number, limit: Limit): Trial {
  const actualMs = pass.userMs?.[limit.statistic] ?? null;
  const wrong = pass.errors / Math.max(1, pass.n + pass.errors);
  const keptUp = pass.perSecond >= perSecond * KEPT_UP || pass.ended === null;
  const met = actualMs !== null && actualMs < limit.limitMs && wrong <= TOLERABLE_ERRORS && keptUp;
  return { perSecond, actualMs, met, generatorFailed: !pass.selfCheck.valid };
}
