import stringWidth from 'string-width';
import type { Change, Comparison } from '../../model/comparison.ts';
import { armText, changeMarks, changeText, floorText, howText, verdictText } from '../comparison-text.ts';
import { grid } from './grid.ts';
import type { Pen } from './pen.ts';

const paints = {
  regressed: 'red',
  unproven: 'yellow',
  inconclusive: 'yellow',
  improved: 'green',
  same: 'dim',
} as const;

/** One line for each statistic: the verdict, both times and the interval. */
export function drawComparison(comparison: Comparison | null, pen: Pen): string {
  if (comparison === null) return '';
  const { ink } = pen;
  const { a, b, changes } = comparison;
  const floor = floorText(comparison);
  const explained = changes.filter(needsReason);
  return [
    `  A  ${armText(a)}`,
    `  B  ${armText(b)}`,
    pen.ink.dim(pen.wrap(howText(comparison), 5)),
    '',
    changesGrid(changes, pen),
    ...explained.map(({ suite, statistic, because }) => ink.dim(pen.wrap(`${suite} ${statistic}: ${because}`, 2))),
    ...(floor === '' ? [] : [ink.dim(pen.wrap(floor, 2))]),
  ].join('\n');
}

/** An improvement needs no reason, nor does a "same" whose interval contains zero. */
function needsReason({ verdict, interval }: Change): boolean {
  if (verdict === 'same') return interval !== null && (interval[0] > 0 || interval[1] < 0);
  return verdict !== 'improved';
}

/** On a narrow page the interval moves below the times. */
function changesGrid(changes: readonly Change[], pen: Pen): string {
  const rows = changes.map((change) => rowOf(change, pen));
  const drawn = (cells: typeof rows): string => grid(['left', 'left', 'left', 'left'], cells);
  const wide = drawn(rows);
  if (wide.split('\n').every((line) => stringWidth(line) <= pen.width)) return wide;
  return drawn(rows.map((cells) => cells.map((cell) => cell.replace(' (', '\n('))));
}

function rowOf(change: Change, { ink, unicode }: Pen): readonly string[] {
  const { verdict, suite, statistic } = change;
  const mark = changeMarks[verdict][unicode ? 'unicode' : 'ascii'];
  return [ink[paints[verdict]](`${mark} ${verdictText(change)}`), suite, statistic, changeText(change)];
}
