import type { Run } from '../model/run.ts';
import type { StepResult } from '../model/suite.ts';

/** One step of a flow of several steps. */
export interface StepRow {
  readonly suite: string;
  /** Whether it is the first step of its flow in the table. */
  readonly isFirst: boolean;
  readonly step: StepResult;
}

/** The steps of each flow that has several, in the first trial of its suite, which its thresholds judge. */
export function stepRows({ suites }: Run): readonly StepRow[] {
  const ofTarget = suites.filter(({ arm }) => arm === 'target');
  const firsts = ofTarget.filter(({ suite }, index) => ofTarget.findIndex((each) => each.suite === suite) === index);
  return firsts
    .filter(({ steps }) => steps.length > 1)
    .flatMap(({ suite, steps }) => steps.map((step, index) => ({ suite, isFirst: index === 0, step })));
}
