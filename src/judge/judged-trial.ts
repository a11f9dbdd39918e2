import type { SuiteResult } from '../model/suite.ts';

/**
 * Targets are judged on requests sent one at a time, as the story judged them, or on the plan that was asked for; other
 * passes are reported beside.
 */
export const judgedTrial = (suites: readonly SuiteResult[], suite: string): SuiteResult | undefined =>
  suites.find(
    (pass) =>
      pass.suite === suite &&
      pass.arm === 'target' &&
      pass.connection === 'kept-alive' &&
      (pass.connections === 1 || pass.model === 'open'),
  );
