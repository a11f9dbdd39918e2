import type { SuiteResult } from '../model/suite.ts';

/**
 * The trial of a suite that thresholds are judged on: requests sent one at a time, or the open model with --rate. Other
 * trials are only reported, except that of another load tool, which makes one with all its users. It has answers without
 * blocks, since a report has no single times.
 */
export function judgedTrial(suites: readonly SuiteResult[], suite: string): SuiteResult | undefined {
  const trials = suites.filter(
    (trial) => trial.suite === suite && trial.arm === 'target' && trial.connection === 'kept-alive',
  );
  const judged = trials.find(({ connections, model }) => connections === 1 || model === 'open');
  return judged ?? trials.find(({ n, blocks }) => n > 0 && blocks.length === 0);
}
