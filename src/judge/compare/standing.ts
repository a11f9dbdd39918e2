import type { Baseline, QuantileEstimate, BaselineQuantiles, BaselineSuite } from '../../model/baseline.ts';
import { baselineSchema } from '../../model/baseline.ts';
import type { Host, Run } from '../../model/run.ts';
import type { SuiteResult } from '../../model/suite.ts';
import { estimate } from '../estimate.ts';
import { judgedTrial } from '../judged-trial.ts';

/** The quantiles of each suite in a run, for the comparison with another session. */
export const standingsOf = (suites: readonly SuiteResult[]): readonly BaselineSuite[] =>
  [...new Set(suites.map(({ suite }) => suite))].flatMap((suite) => {
    const trial = judgedTrial(suites, suite);
    if (trial === undefined || !trial.selfCheck.valid || trial.n === 0) return [];
    const referenceTrial = suites.find((other) => other.suite === suite && other.arm === 'reference');
    const target = quantilesOf(trial);
    const reference =
      referenceTrial === undefined || !referenceTrial.selfCheck.valid || referenceTrial.n === 0
        ? null
        : quantilesOf(referenceTrial);
    const inReferenceUnits =
      reference === null ? null : { p50: ratio(target.p50, reference.p50), p95: ratio(target.p95, reference.p95) };
    return [{ suite, target, reference, inReferenceUnits }];
  });

const quantilesOf = (trial: SuiteResult): BaselineQuantiles => ({
  n: trial.n,
  p50: known('p50', trial),
  p95: known('p95', trial),
});

function known(statistic: 'p50' | 'p95', trial: SuiteResult): QuantileEstimate | null {
  const { actual, interval } = estimate(statistic, trial);
  return actual === null || interval === null ? null : { ms: actual, intervalMs: interval };
}

const ratio = (target: QuantileEstimate | null, reference: QuantileEstimate | null): number | null =>
  target === null || reference === null || reference.ms === 0 ? null : target.ms / reference.ms;

export const baselineOf = ({ suites, target, tool, host, startedAt }: Run, name: string): Baseline => ({
  schema: baselineSchema,
  name,
  savedAt: startedAt,
  url: target.url,
  tool,
  host,
  standings: standingsOf(suites),
});

/** Whether both hosts are the same machine. A kernel update does not change that. */
export const isSameMachine = (a: Host, b: Host): boolean =>
  a.machine !== '' && a.machine === b.machine && a.os === b.os && a.cpuModel === b.cpuModel && a.cpus === b.cpus;
