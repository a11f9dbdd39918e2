import type { Negligible } from '../../model/comparison.ts';

/** 5 %: not noticeable, and possible after a mere rebuild (Kalibera and Jones, ISMM 2013). */
export const MARGIN_SHARE = 0.05;
/** A millisecond is not noticeable either; with a server of 1 ms, the scheduler alone causes it. */
const MARGIN_MS = 1;
/** By chance, an estimate is off by two standard errors once in twenty times. */
const FLOORS = 2;

/** The largest negligible change, as a share of `beforeMs`. */
export function negligibleFor(beforeMs: number): Negligible {
  const millisecond = beforeMs === 0 ? 0 : MARGIN_MS / beforeMs;
  return millisecond > MARGIN_SHARE
    ? { share: millisecond, rule: 'milliseconds' }
    : { share: MARGIN_SHARE, rule: 'share' };
}

/** A proven change exceeds both the negligible share and the noise of each arm against itself. */
export const provenBeyond = ({ share }: Negligible, floor: number): number => Math.max(share, FLOORS * floor);

/** Whether the margin is at most one millisecond. */
export const isFeltMargin = (beforeMs: number, margin: number): boolean => margin * beforeMs <= MARGIN_MS;
