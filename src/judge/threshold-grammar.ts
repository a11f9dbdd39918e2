import type { SuiteId } from '../model/suite.ts';
import { operators, statistics, type Threshold } from '../model/threshold.ts';
import { readerOf } from './grammar.ts';

/** A threshold and its suite. */
export interface SuiteThreshold extends Threshold {
  readonly text: string;
  readonly suite: SuiteId;
  /** A missed threshold of weight `advice` is only a warning. */
  readonly weight: 'gate' | 'advice';
}

/** A target as it was written: its suite may be left out. */
export type WrittenThreshold = Omit<SuiteThreshold, 'suite'> & { readonly suite: SuiteId | null };

/**
 * Reads one target. It may begin with its statistic.
 * @param suites the ids that it may be about.
 * @throws ToolError `bad-target` (exit 2) that points at the word it does not understand.
 */
export function parseThreshold(
  text: string,
  suites: readonly SuiteId[],
  weight: SuiteThreshold['weight'] = 'gate',
): WrittenThreshold {
  const reader = readerOf(text, 'threshold', 'bad-target');
  const first = reader.oneOf([...suites, ...statistics], 'a suite or a statistic');
  const ownStatistic = statistics.find((name) => name === first);
  const suite = ownStatistic === undefined ? first : null;
  const statistic = ownStatistic ?? reader.oneOf(statistics, 'a statistic');
  const operator = reader.oneOf(operators, 'an operator');
  const limit = reader.limit(statistic);
  const [extra] = reader.left;
  if (extra !== undefined) reader.reject(extra.at, 'nothing more');
  const condition = reader.text.slice(suite?.length ?? 0).trim();
  return { text: reader.text, suite, condition, statistic, operator, limit, weight };
}

/** Whether a value fulfils the condition of a threshold or an alert rule. */
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
