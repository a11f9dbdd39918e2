import { bootstrap, expandedInterval } from './bootstrap.ts';
import { NORMAL_95, studentPoint } from './normal.ts';
import { mean } from './quantile.ts';
import { seededRandom } from './random.ts';

/** With fewer blocks the width of a batch-means interval depends more on Student's t than on the server. */
export const FEWEST_BLOCKS = 5;

/** The mean latency of consecutive responses. */
export interface BlockMean {
  readonly n: number;
  readonly meanMs: number;
}

type Interval = readonly [number, number];

/**
 * The 95 % interval of the mean from the means of consecutive blocks. Consecutive latencies are autocorrelated, so an
 * interval over single requests would be too narrow. Blocks are nearly independent (batch means: Law, Simulation
 * Modeling and Analysis, §9.5.3). It is fast enough to be computed during a trial.
 * @returns null when there are fewer than {@link FEWEST_BLOCKS} blocks.
 */
export function meanInterval(blockMeans: readonly number[]): Interval | null {
  if (blockMeans.length < FEWEST_BLOCKS) return null;
  const centre = mean(blockMeans);
  const standardError = Math.sqrt(varianceOf(blockMeans) / blockMeans.length);
  const halfWidth = studentPoint(blockMeans.length - 1) * standardError * widening(blockMeans);
  return [centre - halfWidth, centre + halfWidth];
}

/** The seed is fixed, so that a saved run gives the same verdict again. */
const SEED = 20_261_124;

/**
 * The 95 % interval of the mean by a bootstrap over blocks. The blocks may have different sizes and need not be normal: a
 * second in which the server stalled moves the upper end further than the lower.
 */
export function meanIntervalOfBlocks(blocks: readonly BlockMean[]): Interval | null {
  if (blocks.length < FEWEST_BLOCKS) return null;
  const replicates = bootstrap(blocks, meanOfBlocks, seededRandom(SEED));
  const [from, to] = expandedInterval(replicates, blocks.length);
  const centre = meanOfBlocks(blocks);
  const wider = widening(blocks.map(({ meanMs }) => meanMs));
  return [centre - (centre - from) * wider, centre + (to - centre) * wider];
}

function meanOfBlocks(blocks: readonly BlockMean[]): number {
  let [sum, n] = [0, 0];
  for (const block of blocks) {
    sum += block.n * block.meanMs;
    n += block.n;
  }
  return sum / n;
}

/** A larger correlation means that the run was too short. It is clamped to this value. */
const LARGEST_CORRELATION = 0.8;

/**
 * The factor by which autocorrelation makes an interval over these blocks too narrow: √((1+r)/(1−r)) for a first-order
 * autocorrelation r (Law, §4.4). The estimate of r from few blocks is too small by about (1+4r)/n, which is added
 * (Marriott and Pope, 1954).
 */
export function widening(blockMeans: readonly number[]): number {
  const squares = varianceOf(blockMeans) * (blockMeans.length - 1);
  if (!(squares > 0)) return 1;
  const centre = mean(blockMeans);
  const products = blockMeans
    .slice(1)
    .reduce((sum, block, index) => sum + (block - centre) * ((blockMeans[index] ?? centre) - centre), 0);
  const estimate = products / squares;
  const unbiased = estimate + (1 + 4 * estimate) / blockMeans.length;
  const correlation = Math.min(LARGEST_CORRELATION, Math.max(0, unbiased));
  return Math.sqrt((1 + correlation) / (1 - correlation));
}

/** A block of independent responses: how many there are, and the variance of one. */
interface Independent {
  readonly perBlock: number;
  readonly variance: number;
}

/**
 * The design effect (Kish, 1965): the variance of the block means, divided by their variance if the responses were
 * independent. So many correlated responses have the information of one independent response. From 1 up.
 */
export function designEffect(blockMeans: readonly number[], { perBlock, variance }: Independent): number {
  if (blockMeans.length < FEWEST_BLOCKS || !(variance > 0)) return 1;
  return Math.max(1, ((perBlock * varianceOf(blockMeans)) / variance) * widening(blockMeans) ** 2);
}

/** The design effect of the mean latency. @param sdMs of single responses. */
export const designEffectOfMean = (blocks: readonly BlockMean[], sdMs: number): number =>
  designEffect(
    blocks.map(({ meanMs }) => meanMs),
    { perBlock: mean(blocks.map(({ n }) => n)), variance: sdMs ** 2 },
  );

function varianceOf(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/**
 * The ranks (1-based) whose samples bracket a quantile with 95 % confidence, by the normal approximation of the binomial
 * distribution (order statistics, distribution-free).
 * @param effect the design effect: how many responses count as one.
 */
export function quantileRanks(n: number, share: number, effect = 1): Interval {
  const halfWidth = NORMAL_95 * Math.sqrt(n * share * (1 - share) * effect);
  return [Math.max(1, Math.floor(n * share - halfWidth)), Math.min(n, Math.ceil(n * share + halfWidth) + 1)];
}

/**
 * With 30 responses beyond a quantile their number is known to a third. That takes 3 000 responses for p99, and ten times
 * as many for p99.9. With 300 log-normal latencies the interval of p99 is −3 to +58 %.
 */
const FEWEST_BEYOND_TAIL = 30;
const TAIL_FROM = 0.99;
/** The upper end exists only if the largest latency is beyond the quantile with a probability of 97.5 %. */
const UNCOVERED = 0.025;

/** The fewest responses from which an interval of this quantile can be computed. */
export const fewestForQuantile = (share: number): number =>
  share >= TAIL_FROM ? Math.round(FEWEST_BEYOND_TAIL / (1 - share)) : Math.ceil(Math.log(UNCOVERED) / Math.log(share));
