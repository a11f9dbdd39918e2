import { parseThreshold, type SuiteThreshold, type WrittenThreshold } from '../../judge/threshold-grammar.ts';
import { ToolError } from '../../model/error.ts';
import type { SuiteId } from '../../model/suite.ts';
import { suiteIds, suites } from '../../suites/index.ts';
import { plainId, plainThreshold } from '../../suites/plain.ts';

/**
 * Parses one threshold; its suite may be left out.
 * @throws ToolError `bad-target` (exit 2) that points at the unexpected word.
 */
export const readThreshold = (text: string, weight?: SuiteThreshold['weight']): WrittenThreshold =>
  parseThreshold(text, [...suiteIds, plainId], weight);

/**
 * The threshold with its suite: the one that is measured, where it names none.
 * @throws ToolError `bad-target` (exit 2) where several are measured.
 */
export function withSuite(threshold: WrittenThreshold, measured: readonly SuiteId[]): SuiteThreshold {
  if (threshold.suite !== null) return { ...threshold, suite: threshold.suite };
  const [suite, ...others] = measured;
  if (suite !== undefined && others.length === 0) return { ...threshold, suite, text: `${suite} ${threshold.text}` };
  throw new ToolError(
    'bad-target',
    `The threshold "${threshold.text}" names no suite, and ${measured.length} are measured: begin it with ${measured.join(', ')}.`,
  );
}

/** The thresholds of the suites of the catalogue where the caller names no threshold. */
export const defaultThresholds: readonly SuiteThreshold[] = suites.map(({ id, threshold }) =>
  withSuite(readThreshold(threshold.text, threshold.weight), [id]),
);

/** The same for the GET of a URL. */
export const plainThresholds: readonly SuiteThreshold[] = [
  withSuite(readThreshold(plainThreshold.text, plainThreshold.weight), [plainId]),
];
