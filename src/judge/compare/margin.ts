import type { Negligible } from '../../model/comparison.ts';

/** A twentieth: what nobody feels, and what a rebuild alone may change (Kalibera and Jones, ISMM 2013). */
export const MARGIN_SHARE = 0.05;
/** Nor does anybody feel a millisecond, and at a server of 1 ms it is a scheduler's doing. */
const MARGIN_MS = 1;
/** Chance alone moves an estimate by two of its standard errors once in twenty times. */
const FLOORS = 2;

/** What is too small to be called a change, as a share of `beforeMs`. */
export function negligibleFor(beforeMs: number): Negligible {
  const millisecond = beforeMs === 0 ? 0 : MARGIN_MS / beforeMs;
  return millisecond > MARGIN_SHARE
    ? { share: millisecond, rule: 'milliseconds' }
    : { share: MARGIN_SHARE, rule: 'share' };
}

/** What a proven change is beyond: more than what is negligible, and than the noise of each arm against itself. */
export const provenBeyond = ({ share }: Negligible, floor: number): number => Math.max(share, FLOORS * floor);

/** Whether the margin is the millisecond that nobody feels, and not a share. */
export const isFeltMargin = (beforeMs: number, margin: number): boolean => margin * beforeMs <= MARGIN_MS;
