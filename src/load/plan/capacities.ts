import { findCapacity, type RateTrial } from '../capacity.ts';
import type { Limit } from '../../model/limit.ts';
import type { SuiteResult } from '../../model/suite.ts';
import type { LoadPlan, MeasureTrial } from './contract.ts';

/** As for a verdict: with more than 1 % wrong responses the latency is not that of the flow. */
const TOLERABLE_ERRORS = 0.01;
/** A server that answers less than this share of the planned rate is overloaded, even if its latency is still low. */
const KEPT_UP = 0.97;

/** For each suite with a latency threshold: the highest open rate that still meets it. */
export async function measureCapacities(
  signal: AbortSignal,
  { suites, limits, connections }: LoadPlan,
  measure: MeasureTrial,
  into: SuiteResult[],
): Promise<void> {
  for (const limit of limits.filter(({ suite }) => suites.some(({ id }) => id === suite))) {
    const trials = new Map<number, SuiteResult>();
    const shape = { suite: limit.suite, connection: 'kept-alive', connections, share: 1, judged: true } as const;
    const { found, perSecond, tried } = await findCapacity(async (rate) => {
      if (signal.aborted) return null;
      const trial = await measure({ ...shape, perSecond: rate, floorAnew: trials.size === 0 });
      trials.set(rate, trial);
      return signal.aborted ? null : rateTrialOf(trial, rate, limit);
    });
    const best = trials.get(perSecond ?? tried.at(-1)?.perSecond ?? 0);
    if (best === undefined) return;
    const shown = tried.map(({ perSecond: rate, actualMs, met }) => ({ perSecond: rate, actualMs, met }));
    into.push({ ...best, capacity: { threshold: limit.text, found, tried: shown } });
  }
}

function rateTrialOf(trial: SuiteResult, perSecond: number, limit: Limit): RateTrial {
  const actualMs = trial.userMs?.[limit.statistic] ?? null;
  const wrong = trial.errors / Math.max(1, trial.n + trial.errors);
  const keptUp = trial.perSecond >= perSecond * KEPT_UP || trial.ended === null;
  const met = actualMs !== null && actualMs < limit.limitMs && wrong <= TOLERABLE_ERRORS && keptUp;
  return { perSecond, actualMs, met, generatorFailed: !trial.selfCheck.valid };
}
