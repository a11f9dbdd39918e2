import { boundText } from '../../model/change-text.ts';
import type { Change, ChangeVerdict } from '../../model/comparison.ts';

type Judged = Pick<Change, 'beforeMs' | 'afterMs' | 'interval' | 'negligible' | 'margin'>;

/**
 * The reason of a verdict: the position of the interval to its bounds, and the basis of the estimate. For `same` with an
 * interval without zero, it names the negligible difference.
 */
export function becauseOf(judged: Judged, verdict: ChangeVerdict, restsOn: string): string {
  const { interval, negligible } = judged;
  if (negligible === null || interval === null) return restsOn;
  const bound = boundText(judged);
  if (verdict === 'same') {
    const excludesZero = interval[0] > 0 || interval[1] < 0;
    return `${bound}${excludesZero ? `: ${differenceOf(judged)} is negligible` : ''}; ${restsOn}`;
  }
  if (verdict !== 'inconclusive' || isWithin(interval, negligible.share)) return restsOn;
  return `not proven to be ${bound}, nor ${beyondText(judged)}; ${restsOn}`;
}

const isWithin = ([low, high]: readonly [number, number], share: number): boolean =>
  high <= share && Math.log1p(low) >= -Math.log1p(share);

/** The noise of each arm, or the allowance for two sessions, may require more than the negligible share. */
const beyondText = ({ margin, negligible }: Judged): string =>
  negligible === null || margin > negligible.share ? `beyond ${Number((100 * margin).toPrecision(2))} %` : 'beyond it';

/** `0.069 ms less`. */
function differenceOf({ beforeMs, afterMs }: Judged): string {
  const differenceMs = (afterMs ?? 0) - (beforeMs ?? 0);
  return `${Number(Math.abs(differenceMs).toPrecision(2))} ms ${differenceMs < 0 ? 'less' : 'more'}`;
}
