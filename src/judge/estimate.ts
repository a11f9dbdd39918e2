import type { LatencyMs, SuiteResult } from '../model/suite.ts';
import { decodeHistogram } from '../stats/histogram.ts';
import {
  type BlockMean,
  designEffectOfMean,
  fewestForQuantile,
  meanIntervalOfBlocks,
  quantileRanks,
} from '../stats/interval.ts';
import { shareInterval } from '../stats/proportion.ts';
import { type Quantile, quantileShares } from '../stats/quantile.ts';
import type { Statistic } from '../model/threshold.ts';
import { fieldOf, quantileIn } from './grammar.ts';

/** A statistic of a trial. `actual` is null without data; `interval` is null where only the value is known. */
export interface Estimate {
  readonly actual: number | null;
  readonly interval: readonly [number, number] | null;
  /** The samples of the interval, as text; empty without an interval. */
  readonly over: string;
}

/** A mean needs at least this many answers. */
export const FEWEST_ANSWERS = 20;

export function fewestAnswersFor(statistic: Statistic): number {
  const quantile = quantileIn(statistic);
  return quantile === null ? FEWEST_ANSWERS : Math.max(FEWEST_ANSWERS, fewestForQuantile(quantileShares[quantile]));
}

/** A bootstrap over seconds needs enough of them; a shorter trial uses its finer blocks. */
const FEWEST_SECONDS = 10;
/** The last interval of the timeline may be shorter than a second. */
const FULL_S = 0.9;

/** The latencies that are judged: user time in the open model, service time in the closed one. */
export const judgedTimes = ({ model, userMs, serviceMs }: SuiteResult): LatencyMs | null =>
  model === 'open' ? userMs : serviceMs;

export function estimate(statistic: Statistic, trial: SuiteResult): Estimate {
  const quantile = quantileIn(statistic);
  if (quantile !== null) return quantileOf(quantile, trial, fewestAnswersFor(statistic));
  if (statistic === 'errors') return errorsOf(trial);
  if (statistic === 'rate') return rateOf(trial);
  const actual = judgedTimes(trial)?.[fieldOf(statistic)] ?? null;
  return statistic === 'mean' ? { actual, ...meanOf(trial) } : { actual, interval: null, over: '' };
}

function errorsOf({ n, errors }: SuiteResult): Estimate {
  const answers = n + errors;
  if (answers === 0) return { actual: null, interval: null, over: '' };
  return { actual: errors / answers, interval: shareInterval(errors, answers), over: `${answers} answers` };
}

/** Uses one-second blocks where there are enough, else the consecutive blocks of the trial. */
function meanOf(trial: SuiteResult): Pick<Estimate, 'interval' | 'over'> {
  const seconds = secondsOf(trial);
  const blocks = seconds.length >= FEWEST_SECONDS ? seconds : trial.blocks;
  const interval = meanIntervalOfBlocks(blocks);
  if (interval === null) return { interval, over: '' };
  const size = blocks[0]?.n ?? 0;
  return {
    interval,
    over: blocks === seconds ? `${blocks.length} blocks of a second` : `${blocks.length} blocks of ${size} answers`,
  };
}

/** A timeline interval is a second in the first hour and a minute after it; each is weighted by its answers. */
const secondsOf = ({ timeline }: SuiteResult): readonly BlockMean[] =>
  timeline.filter(({ lengthS, n }) => lengthS >= FULL_S && n > 0).map(({ n, meanMs }) => ({ n, meanMs }));

/** In the closed model the rate is the reciprocal of the mean. In the open model the plan sets the rate. */
function rateOf(trial: SuiteResult): Estimate {
  const actual = trial.perSecond;
  const mean = judgedTimes(trial)?.mean ?? 0;
  const { interval, over } = meanOf(trial);
  if (trial.model === 'open' || interval === null || mean === 0) return { actual, interval: null, over: '' };
  const [from, to] = interval;
  return { actual, interval: [(actual * mean) / to, from > 0 ? (actual * mean) / from : Infinity], over };
}

function quantileOf(quantile: Quantile, trial: SuiteResult, fewest: number): Estimate {
  const actual = judgedTimes(trial)?.[quantile] ?? null;
  if (trial.n < fewest) return { actual, interval: null, over: '' };
  const histogram = decodeHistogram(trial.histogram);
  const effect = trial.designEffects?.[quantile] ?? designEffectOfMean(trial.blocks, histogram.sdMs);
  const [low, high] = quantileRanks(trial.n, quantileShares[quantile], effect);
  const at = (rank: number): number => histogram.percentileMs((rank / trial.n) * 100);
  return { actual, interval: [at(low), at(high)], over: `${trial.n} answers` };
}
