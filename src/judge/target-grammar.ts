import type { SuiteId } from '../model/suite.ts';
import { type Operator, operators, readerOf, type Statistic, statistics } from './grammar.ts';

/** `refresh mean < 30ms`, read. `limit` is in ms for times, a share for errors, and per second for the rate. */
export interface PerformanceTarget {
  readonly text: string;
  readonly suite: SuiteId;
  readonly statistic: Statistic;
  readonly operator: Operator;
  readonly limit: number;
  /** Advice never fails a run: the worst that comes of missing it is a warning. */
  readonly weight: 'gate' | 'advice';
}

/**
 * Reads one target.
 * @param suites the ids that it may be about.
 * @throws ToolError `bad-target` (exit 2) that points at the word it does not understand.
 */
export function parseTargetText(
  text: string,
  suites: readonly SuiteId[],
  weight: PerformanceTarget['weight'] = 'gate',
): PerformanceTarget {
  const reader = readerOf(text, 'target', 'bad-target');
  const suite = reader.oneOf(suites, 'a suite');
  const statistic = reader.oneOf(statistics, 'a statistic');
  const operator = reader.oneOf(operators, 'an operator');
  const limit = reader.limit(statistic);
  const [extra] = reader.left;
  if (extra !== undefined) reader.complain(extra.at, 'nothing more');
  return { text: reader.text, suite, statistic, operator, limit, weight };
}

/** Whether a value keeps what a target, or the rule of an alert, says. */
export function holds({ operator, limit }: Pick<PerformanceTarget, 'operator' | 'limit'>, value: number): boolean {
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
