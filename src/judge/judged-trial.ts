import type { SuiteResult } from '../model/suite.ts';

/**
 * The trial of a suite that thresholds are judged on: requests sent one at a time, or the open model with --rate. Other
 * trials are only reported.
 */
export const judgedTrial = (suites: readonly SuiteResult[], suite: string): SuiteResult | undefined =>
  suites.find(
    (trial) =>
      trial.suite === suite &&
      trial.arm === 'target' &&
      trial.connection === 'kept-alive' &&
      (trial.connections === 1 || trial.model === 'open'),
  );
