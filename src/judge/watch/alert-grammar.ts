import { type Operator, operators, type Statistic, statistics } from '../../model/threshold.ts';
import { readerOf } from '../grammar.ts';

/** A parsed rule, like `refresh p95 > 30ms for 30s`. `limit` is in ms, or a share for errors. */
export interface Alert {
  readonly text: string;
  readonly series: string;
  readonly statistic: WatchedStatistic;
  readonly operator: Operator;
  readonly limit: number;
  /** How long the condition must hold before the alert fires; 0 fires at once. */
  readonly forMs: number;
}

export type WatchedStatistic = Exclude<Statistic, 'rate'>;

/** The rate is set by the watch and says nothing about the server. */
const watchedStatistics = statistics.filter((statistic): statistic is WatchedStatistic => statistic !== 'rate');

const MS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Parses one alert rule. As in other monitoring, the condition describes the failure.
 * @param known the ids of the watched series.
 * @param kind the name of these ids in errors.
 * @throws ToolError `bad-alert` (exit 2) that points at the unexpected word.
 */
export function parseAlert(text: string, known: readonly string[], kind = 'a watched name'): Alert {
  const reader = readerOf(text, 'alert', 'bad-alert');
  const series = reader.oneOf(known, kind);
  const statistic = reader.oneOf(watchedStatistics, 'a statistic');
  const operator = reader.oneOf(operators, 'an operator');
  const limit = reader.limit(statistic);
  let forMs = 0;
  if (reader.left.length > 0) {
    reader.oneOf(['for'], 'nothing more, or a duration');
    const { word, at } = reader.next('a duration, like 30s');
    const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(word) ?? [];
    forMs = Number(digits) * (MS_PER_UNIT[unit] ?? reader.reject(at, 'a duration, like 30s or 2m'));
  }
  const [extra] = reader.left;
  if (extra !== undefined) reader.reject(extra.at, 'nothing more');
  return { text: reader.text, series, statistic, operator, limit, forMs };
}
