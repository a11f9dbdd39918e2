import type { PerformanceTarget } from '../../src/judge/target-grammar.ts';
import { readTarget, withSuite } from '../../src/pipelines/request/targets.ts';

/** A target that names its suite. */
export const targetOf = (text: string, weight?: PerformanceTarget['weight']): PerformanceTarget =>
  withSuite(readTarget(text, weight), []);
