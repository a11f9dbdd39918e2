import { NORMAL_95 } from './normal.ts';

/** The 95 % interval of a share from counts (Wilson, 1927). Unlike p ± 1.96 σ it has a width for 0 hits too. */
export function shareInterval(hits: number, n: number): readonly [number, number] {
  if (n === 0) return [0, 1];
  const share = hits / n;
  const z2 = NORMAL_95 ** 2;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const halfWidth = (NORMAL_95 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return [Math.max(0, centre - halfWidth), Math.min(1, centre + halfWidth)];
}
