import type { SuiteThreshold } from '../../src/judge/threshold-grammar.ts';
import { readThreshold, withSuite } from '../../src/pipelines/request/thresholds.ts';

/** A target that names its suite. */
export const thresholdOf = (text: string, weight?: SuiteThreshold['weight']): SuiteThreshold =>
  withSuite(readThreshold(text, weight), []);
