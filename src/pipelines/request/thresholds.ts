import { parseThreshold, type SuiteThreshold } from '../../judge/threshold-grammar.ts';
import { suiteIds, suites } from '../../suites/index.ts';

/**
 * Parses one threshold of a built-in suite.
 * @throws ToolError `bad-target` (exit 2) that points at the unexpected word.
 */
export const readThreshold = (text: string, weight?: SuiteThreshold['weight']): SuiteThreshold =>
  parseThreshold(text, suiteIds, weight);

/** The thresholds of the built-in suites, used where the caller names none. */
export const defaultThresholds: readonly SuiteThreshold[] = suites.map(({ id, threshold }) =>
  readThreshold(`${id} ${threshold.text}`, threshold.weight),
);
