import { type Operator, operators, type Statistic, statistics } from '../../model/threshold.ts';
import { readerOf } from '../grammar.ts';

/** `refresh p95 > 30ms for 30s`, read. `limit` is in ms, or a share for errors. */
export interface Alert {
  readonly text: string;
  readonly series: string;
  readonly statistic: WatchedStatistic;
  readonly operator: Operator;
  readonly limit: number;
  /** How long without a break before it fires; 0 fires at once. */
  readonly forMs: number;
}

export type WatchedStatistic = Exclude<Statistic, 'rate'>;

/** The rate is the watch's own: it says nothing about the server. */
const watchedStatistics = statistics.filter((statistic): statistic is WatchedStatistic => statistic !== 'rate');

const MS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Reads one alert rule; the condition is the one that is wrong to have, as in other monitoring.
 * @param known the series that are watched.
 * @param what they are, as the complaint says it.
 * @throws ToolError `bad-alert` (exit 2) that points at the word it does not understand.
 */
export function parseAlert(text: string, known: readonly string[], what = 'what is watched'): Alert {
  const reader = readerOf(text, 'alert', 'bad-alert');
  const series = reader.oneOf(known, what);
  const statistic = reader.oneOf(watchedStatistics, 'a statistic');
  const operator = reader.oneOf(operators, 'an operator');
  const limit = reader.limit(statistic);
  let forMs = 0;
  if (reader.left.length > 0) {
    reader.oneOf(['for'], 'nothing more, or for how long');
    const { word, at } = reader.next('a duration, like 30s');
    const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(word) ?? [];
    forMs = Number(digits) * (MS_PER_UNIT[unit] ?? reader.complain(at, 'a duration, like 30s or 2m'));
  }
  const [extra] = reader.left;
  if (extra !== undefined) reader.complain(extra.at, 'nothing more');
  return { text: reader.text, series, statistic, operator, limit, forMs };
}
