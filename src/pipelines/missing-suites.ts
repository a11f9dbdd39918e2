import type { SuiteThreshold } from '../judge/threshold-grammar.ts';
import type { LoadPlan } from '../load/plan/contract.ts';
import type { SuiteId } from '../model/suite.ts';

interface Judging {
  readonly load: LoadPlan | null;
  readonly thresholds: readonly SuiteThreshold[];
  readonly hasDefaultThresholds: boolean;
}

/** Default thresholds do not apply to a suite for which the server has no flow; those that the user wrote do. */
export const applicableThresholds = (
  { thresholds, hasDefaultThresholds }: Judging,
  missing: readonly SuiteId[],
): readonly SuiteThreshold[] =>
  hasDefaultThresholds ? thresholds.filter(({ suite }) => !missing.includes(suite)) : thresholds;

/** The load without such suites; with all of them where none is left, so that the run says that nothing was measured. */
export function presentLoad({ load }: Pick<Judging, 'load'>, missing: readonly SuiteId[]): LoadPlan | null {
  const suites = load?.suites.filter(({ id }) => !missing.includes(id)) ?? [];
  return load === null || suites.length === 0 ? load : { ...load, suites };
}
