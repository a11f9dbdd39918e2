import type { Run } from '../../model/run.ts';
import type { Threshold } from '../../model/threshold.ts';
import type { Markup } from '../markup.ts';
import { line, textWidth, svgText } from './svg.ts';

/** A threshold of a suite, in milliseconds. */
export interface Limit {
  readonly ms: number;
  readonly text: string;
}

/** The first threshold of the suite where it is an upper bound of a time. Errors and rates do not fit on this axis. */
export function limitOf({ verdicts }: Run, suite: string): Limit | null {
  const judged = verdicts.find((verdict) => verdict.suite === suite);
  if (judged === undefined || !boundsTime(judged.threshold)) return null;
  return { ms: judged.threshold.limit, text: judged.target };
}

const boundsTime = ({ statistic, operator }: Threshold): boolean =>
  statistic !== 'errors' && statistic !== 'rate' && (operator === '<' || operator === '<=');

interface Place {
  readonly y: number;
  readonly from: number;
  readonly to: number;
  /** Points of the curves. */
  readonly drawnAt: readonly (readonly [number, number])[];
}

/** The label stands at an end and on a side of the line without curves, or at the first place where all have some. */
export function limitLine({ text }: Limit, { y, from: left, to: right, drawnAt }: Place): readonly Markup[] {
  const width = textWidth(text, 11);
  const isFree = ({ from, baseline }: { readonly from: number; readonly baseline: number }): boolean =>
    !drawnAt.some(
      ([across, down]) => across > from - 4 && across < from + width && down > baseline - 13 && down < baseline + 4,
    );
  const places = [left + 6, right - width].flatMap((from) => [y - 5, y + 13].map((baseline) => ({ from, baseline })));
  const place = places.find(isFree) ?? { from: left + 6, baseline: y - 5 };
  return [line(left, y, right, y, 'l thin dash s-ink'), svgText(place.from, place.baseline, text, { kind: 'small' })];
}
