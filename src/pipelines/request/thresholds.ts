import { parseThreshold, type SuiteThreshold } from '../../judge/threshold-grammar.ts';
import { suiteIds, suites } from '../../suites/index.ts';

/**
 * Reads one target of a suite of the catalogue.
 * @throws ToolError `bad-target` (exit 2) that points at the word it does not understand.
 */
export const readThreshold = (text: string, weight?: SuiteThreshold['weight']): SuiteThreshold =>
  parseThreshold(text, suiteIds, weight);

/** What the suites of the catalogue are judged by where the caller names no target. */
export const defaultThresholds: readonly SuiteThreshold[] = suites.map(({ id, threshold }) =>
  readThreshold(`${id} ${threshold.text}`, threshold.weight),
);
