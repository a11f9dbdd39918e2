import { parseTargetText, type PerformanceTarget, type WrittenTarget } from '../../judge/target-grammar.ts';
import { ToolError } from '../../model/error.ts';
import type { SuiteId } from '../../model/suite.ts';
import { suiteIds, suites } from '../../suites/index.ts';
import { plainId, plainThreshold } from '../../suites/plain.ts';

/**
 * Reads one target; its suite may be left out.
 * @throws ToolError `bad-target` (exit 2) that points at the word it does not understand.
 */
export const readTarget = (text: string, weight?: PerformanceTarget['weight']): WrittenTarget =>
  parseTargetText(text, [...suiteIds, plainId], weight);

/**
 * The target with its suite: the one that is measured, where it names none.
 * @throws ToolError `bad-target` (exit 2) where several are measured.
 */
export function withSuite(target: WrittenTarget, measured: readonly SuiteId[]): PerformanceTarget {
  if (target.suite !== null) return { ...target, suite: target.suite };
  const [suite, ...others] = measured;
  if (suite !== undefined && others.length === 0) return { ...target, suite, text: `${suite} ${target.text}` };
  throw new ToolError(
    'bad-target',
    `The target "${target.text}" names no suite, and ${measured.length} are measured: begin it with ${measured.join(', ')}.`,
  );
}

/** What the suites of the catalogue are judged by where the caller names no target. */
export const defaultTargets: readonly PerformanceTarget[] = suites.map(({ id, threshold }) =>
  withSuite(readTarget(threshold.text, threshold.weight), [id]),
);

/** The same for the GET of a URL. */
export const plainTargets: readonly PerformanceTarget[] = [
  withSuite(readTarget(plainThreshold.text, plainThreshold.weight), [plainId]),
];
