import type { StepResult, SuiteResult } from '../model/suite.ts';
import { emptyHistogram, type PackedHistogram } from '../stats/histogram.ts';
import { latencyMs } from './recorder.ts';

/** Counts each step of a flow separately. Its memory does not grow with the number of requests. */
export interface StepRecorder {
  right(index: number, serviceUs: number): void;
  wrong(index: number): void;
  results(): readonly StepResult[];
  /** The times of each step. */
  histograms(): readonly PackedHistogram[];
}

/** Null for a flow of one step: the counts of the flow are those of the step. */
export function startSteps(ids: readonly string[]): StepRecorder | null {
  if (ids.length < 2) return null;
  const times = ids.map(() => emptyHistogram());
  const errors = ids.map(() => 0);
  return {
    right: (index, serviceUs) => times[index]?.record(serviceUs),
    wrong: (index) => void (errors[index] = (errors[index] ?? 0) + 1),
    results: () =>
      ids.map((id, index) => {
        const own = times[index] ?? emptyHistogram();
        return { id, n: own.count, errors: errors[index] ?? 0, serviceMs: latencyMs(own) };
      }),
    histograms: () => times.map((each) => each.packed()),
  };
}

/** The results of each step. The step of a one-step flow has the result of the flow. */
export const stepResults = (
  steps: StepRecorder | null,
  ids: readonly string[],
  { n, errors, serviceMs }: Pick<SuiteResult, 'n' | 'errors' | 'serviceMs'>,
): readonly StepResult[] => steps?.results() ?? ids.map((id) => ({ id, n, errors, serviceMs }));
