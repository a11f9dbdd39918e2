import type { SuiteId } from '../model/suite.ts';
import { operators, statistics, type Threshold } from '../model/threshold.ts';
import { readerOf } from './grammar.ts';

/** A threshold and the suite that it is about. */
export interface SuiteThreshold extends Threshold {
  readonly text: string;
  readonly suite: SuiteId;
  /** Advice never fails a run: the worst that comes of missing it is a warning. */
  readonly weight: 'gate' | 'advice';
}

/**
 * Reads one target.
 * @param suites the ids that it may be about.
 * @throws ToolError `bad-target` (exit 2) that points at the word it does not understand.
 */
export function parseThreshold(
  text: string,
  suites: readonly SuiteId[],
  weight: SuiteThreshold['weight'] = 'gate',
): SuiteThreshold {
  const reader = readerOf(text, 'target', 'bad-target');
  const suite = reader.oneOf(suites, 'a suite');
  const statistic = reader.oneOf(statistics, 'a statistic');
  const operator = reader.oneOf(operators, 'an operator');
  const limit = reader.limit(statistic);
  const [extra] = reader.left;
  if (extra !== undefined) reader.complain(extra.at, 'nothing more');
  const condition = reader.text.slice(suite.length).trim();
  return { text: reader.text, suite, condition, statistic, operator, limit, weight };
}

/** Whether a value keeps what a target, or the rule of an alert, says. */
export function holds({ operator, limit }: Pick<SuiteThreshold, 'operator' | 'limit'>, value: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    default:
      return operator satisfies never;
  }
}
