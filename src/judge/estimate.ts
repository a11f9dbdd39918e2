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

/** A statistic of a pass as far as it is known: null where there is nothing, or nothing but the value itself. */
export interface Estimate {
  readonly actual: number | null;
  readonly interval: readonly [number, number] | null;
  /** What the interval was computed over, in words; empty where there is none. */
  readonly over: string;
}

/** Fewer answers than this say nothing about a mean. */
export const FEWEST_ANSWERS = 20;

export function fewestAnswersFor(statistic: Statistic): number {
  const quantile = quantileIn(statistic);
  return quantile === null ? FEWEST_ANSWERS : Math.max(FEWEST_ANSWERS, fewestForQuantile(quantileShares[quantile]));
}

/** A bootstrap over seconds is worth as much as there are seconds; a shorter pass has finer blocks. */
const FEWEST_SECONDS = 10;
/** The last stretch may be a moment only. */
const FULL_S = 0.9;

/** With a plan, a user's time counts from the plan; without one, from the write. */
export const judgedTimes = ({ model, userMs, serviceMs }: SuiteResult): LatencyMs | null =>
  model === 'open' ? userMs : serviceMs;

export function estimate(statistic: Statistic, pass: SuiteResult): Estimate {
  const quantile = quantileIn(statistic);
  if (quantile !== null) return quantileOf(quantile, pass, fewestAnswersFor(statistic));
  if (statistic === 'errors') return errorsOf(pass);
  if (statistic === 'rate') return rateOf(pass);
  const actual = judgedTimes(pass)?.[fieldOf(statistic)] ?? null;
  return statistic === 'mean' ? { actual, ...meanOf(pass) } : { actual, interval: null, over: '' };
}

function errorsOf({ n, errors }: SuiteResult): Estimate {
  const answers = n + errors;
  if (answers === 0) return { actual: null, interval: null, over: '' };
  return { actual: errors / answers, interval: shareInterval(errors, answers), over: `${answers} answers` };
}

/** One-second blocks where there are enough of them; else the consecutive blocks that the pass was cut into. */
function meanOf(pass: SuiteResult): Pick<Estimate, 'interval' | 'over'> {
  const seconds = secondsOf(pass);
  const blocks = seconds.length >= FEWEST_SECONDS ? seconds : pass.blocks;
  const interval = meanIntervalOfBlocks(blocks);
  if (interval === null) return { interval, over: '' };
  const size = blocks[0]?.n ?? 0;
  return {
    interval,
    over: blocks === seconds ? `${blocks.length} blocks of a second` : `${blocks.length} blocks of ${size} answers`,
  };
}

/** In the first hour a stretch is a second, after it a minute; each weighs what it holds. */
const secondsOf = ({ timeline }: SuiteResult): readonly BlockMean[] =>
  timeline.filter(({ lengthS, n }) => lengthS >= FULL_S && n > 0).map(({ n, meanMs }) => ({ n, meanMs }));

/** In the closed model the rate is the reciprocal of the mean, so it is known as well; a plan's rate is the plan's. */
function rateOf(pass: SuiteResult): Estimate {
  const actual = pass.perSecond;
  const mean = judgedTimes(pass)?.mean ?? 0;
  const { interval, over } = meanOf(pass);
  if (pass.model === 'open' || interval === null || mean === 0) return { actual, interval: null, over: '' };
  const [from, to] = interval;
  return { actual, interval: [(actual * mean) / to, from > 0 ? (actual * mean) / from : Infinity], over };
}

function quantileOf(quantile: Quantile, pass: SuiteResult, fewest: number): Estimate {
  const actual = judgedTimes(pass)?.[quantile] ?? null;
  if (pass.n < fewest) return { actual, interval: null, over: '' };
  const histogram = decodeHistogram(pass.histogram);
  const effect = pass.designEffects?.[quantile] ?? designEffectOfMean(pass.blocks, histogram.sdMs);
  const [low, high] = quantileRanks(pass.n, quantileShares[quantile], effect);
  const at = (rank: number): number => histogram.percentileMs((rank / pass.n) * 100);
  return { actual, interval: [at(low), at(high)], over: `${pass.n} answers` };
}
