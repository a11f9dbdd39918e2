import { parseTargetText, type PerformanceTarget } from '../../judge/target-grammar.ts';
import { suiteIds, suites } from '../../suites/index.ts';

/**
 * Reads one target of a suite of the catalogue.
 * @throws ToolError `bad-target` (exit 2) that points at the word it does not understand.
 */
export const readTarget = (text: string, weight?: PerformanceTarget['weight']): PerformanceTarget =>
  parseTargetText(text, suiteIds, weight);

/** What the suites of the catalogue are judged by where the caller names no target. */
export const defaultTargets: readonly PerformanceTarget[] = suites.map(({ id, threshold }) =>
  readTarget(`${id} ${threshold.text}`, threshold.weight),
);
