import { mean } from './quantile.ts';

/** Two-sided 95 % points of Student's t by degrees of freedom; beyond the table the normal 1.96 is off by under 3 %. */
const T_95 = [
  12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.1, 2.09, 2.09,
];
const T_95_BEYOND = 2.02;

/** Below five blocks a batch-means interval says more about Student's t than about the server. */
export const FEWEST_BLOCKS = 5;

/**
 * 95 % interval of the mean from the means of consecutive blocks. Neighbouring requests resemble each other, so an
 * interval over single requests would be too narrow; blocks are nearly independent (batch means: Law, Simulation
 * Modeling and Analysis, §9.5.3).
 * @returns null when there are fewer than {@link FEWEST_BLOCKS} blocks.
 */
export function meanInterval(blockMeans: readonly number[]): readonly [number, number] | null {
  if (blockMeans.length < FEWEST_BLOCKS) return null;
  const centre = mean(blockMeans);
  const squares = blockMeans.reduce((sum, block) => sum + (block - centre) ** 2, 0);
  const standardError = Math.sqrt(squares / (blockMeans.length - 1) / blockMeans.length);
  const t = T_95[blockMeans.length - 2] ?? T_95_BEYOND;
  return [centre - t * standardError, centre + t * standardError];
}

/**
 * Ranks (1-based) whose samples bracket a quantile with 95 % confidence, by the normal approximation of the binomial
 * (order statistics: distribution-free).
 */
export function quantileRanks(n: number, share: number): readonly [number, number] {
  const halfWidth = 1.96 * Math.sqrt(n * share * (1 - share));
  return [Math.max(1, Math.floor(n * share - halfWidth)), Math.min(n, Math.ceil(n * share + halfWidth) + 1)];
}
