import { bootstrap, expandedInterval } from './bootstrap.ts';
import { NORMAL_95, studentPoint } from './normal.ts';
import { mean } from './quantile.ts';
import { seededRandom } from './random.ts';

/** Below five blocks a batch-means interval says more about Student's t than about the server. */
export const FEWEST_BLOCKS = 5;

/** Neighbouring answers, averaged. */
export interface BlockMean {
  readonly n: number;
  readonly meanMs: number;
}

type Interval = readonly [number, number];

/**
 * 95 % interval of the mean from the means of consecutive blocks. Neighbouring requests resemble each other, so an
 * interval over single requests would be too narrow; blocks are nearly independent (batch means: Law, Simulation
 * Modeling and Analysis, §9.5.3). Quick enough to be asked for while something is measured.
 * @returns null when there are fewer than {@link FEWEST_BLOCKS} blocks.
 */
export function meanInterval(blockMeans: readonly number[]): Interval | null {
  if (blockMeans.length < FEWEST_BLOCKS) return null;
  const centre = mean(blockMeans);
  const standardError = Math.sqrt(varianceOf(blockMeans) / blockMeans.length);
  const halfWidth = studentPoint(blockMeans.length - 1) * standardError * widening(blockMeans);
  return [centre - halfWidth, centre + halfWidth];
}

/** The seed is fixed: the same run gives the same verdict, today and from the file. */
const SEED = 20_261_124;

/**
 * The same by a bootstrap over blocks, which may be of different sizes and need not be normal: a second in which the
 * server stalled pulls the upper end further than the lower.
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

/** Beyond this a correlation says that the run was too short to know anything, and a number would pretend to. */
const LARGEST_CORRELATION = 0.8;

/**
 * By how much an interval over these blocks is too narrow, because a block resembles the one before it: √((1+r)/(1−r)) for
 * a correlation r that fades from neighbour to neighbour (Law, §4.4). Few blocks show too small a correlation, by about
 * (1+4r)/n, which is put back (Marriott and Pope, 1954).
 */
export function widening(blockMeans: readonly number[]): number {
  const squares = varianceOf(blockMeans) * (blockMeans.length - 1);
  if (!(squares > 0)) return 1;
  const centre = mean(blockMeans);
  const products = blockMeans
    .slice(1)
    .reduce((sum, block, index) => sum + (block - centre) * ((blockMeans[index] ?? centre) - centre), 0);
  const seen = products / squares;
  const meant = seen + (1 + 4 * seen) / blockMeans.length;
  const correlation = Math.min(LARGEST_CORRELATION, Math.max(0, meant));
  return Math.sqrt((1 + correlation) / (1 - correlation));
}

/** What a block of independent answers would be like: how many there are, and how much one of them varies. */
interface Independent {
  readonly perBlock: number;
  readonly variance: number;
}

/**
 * How many correlated answers say as much as one independent one: what the means of blocks vary, beside what they would if
 * the answers were independent (the design effect: Kish, 1965). From 1 up.
 */
export function designEffect(blockMeans: readonly number[], { perBlock, variance }: Independent): number {
  if (blockMeans.length < FEWEST_BLOCKS || !(variance > 0)) return 1;
  return Math.max(1, ((perBlock * varianceOf(blockMeans)) / variance) * widening(blockMeans) ** 2);
}

/** The same of latencies. @param sdMs of single answers. */
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
 * Ranks (1-based) whose samples bracket a quantile with 95 % confidence, by the normal approximation of the binomial
 * (order statistics: distribution-free).
 * @param effect the design effect: so many answers count as one.
 */
export function quantileRanks(n: number, share: number, effect = 1): Interval {
  const halfWidth = NORMAL_95 * Math.sqrt(n * share * (1 - share) * effect);
  return [Math.max(1, Math.floor(n * share - halfWidth)), Math.min(n, Math.ceil(n * share + halfWidth) + 1)];
}

/**
 * Thirty answers beyond a quantile are the fewest whose number is known to a third: 3 000 for p99, and ten times as many
 * for p99.9. Of 300 log-normal answers p99 is known to −3 and +58 %.
 */
const FEWEST_BEYOND_TAIL = 30;
const TAIL_FROM = 0.99;
/** A bracket of ranks has an upper end only if the largest answer lies beyond the quantile, with 97.5 %. */
const UNCOVERED = 0.025;

/** Fewer answers than this bracket no such quantile. */
export const fewestForQuantile = (share: number): number =>
  share >= TAIL_FROM ? Math.round(FEWEST_BEYOND_TAIL / (1 - share)) : Math.ceil(Math.log(UNCOVERED) / Math.log(share));
