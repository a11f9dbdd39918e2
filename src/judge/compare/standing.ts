import type { Baseline, KnownMs, KnownQuantiles, Standing } from '../../model/baseline.ts';
import { baselineSchema } from '../../model/baseline.ts';
import type { Host, Run } from '../../model/run.ts';
import type { SuiteResult } from '../../model/suite.ts';
import { estimate } from '../estimate.ts';
import { judgedTrial } from '../judged-trial.ts';

/** What a run knows of each suite, in the form in which two times can be compared. */
export const standingsOf = (suites: readonly SuiteResult[]): readonly Standing[] =>
  [...new Set(suites.map(({ suite }) => suite))].flatMap((suite) => {
    const pass = judgedTrial(suites, suite);
    if (pass === undefined || !pass.selfCheck.valid || pass.n === 0) return [];
    const beside = suites.find((other) => other.suite === suite && other.arm === 'reference');
    const target = quantilesOf(pass);
    const reference = beside === undefined || !beside.selfCheck.valid || beside.n === 0 ? null : quantilesOf(beside);
    const inReferenceUnits =
      reference === null ? null : { p50: ratio(target.p50, reference.p50), p95: ratio(target.p95, reference.p95) };
    return [{ suite, target, reference, inReferenceUnits }];
  });

const quantilesOf = (pass: SuiteResult): KnownQuantiles => ({
  n: pass.n,
  p50: known('p50', pass),
  p95: known('p95', pass),
});

function known(statistic: 'p50' | 'p95', pass: SuiteResult): KnownMs | null {
  const { actual, interval } = estimate(statistic, pass);
  return actual === null || interval === null ? null : { ms: actual, intervalMs: interval };
}

const ratio = (target: KnownMs | null, reference: KnownMs | null): number | null =>
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

/** One and the same machine, as far as it can be told. A kernel update does not make another of it. */
export const isSameMachine = (a: Host, b: Host): boolean =>
  a.machine !== '' && a.machine === b.machine && a.os === b.os && a.cpuModel === b.cpuModel && a.cpus === b.cpus;
