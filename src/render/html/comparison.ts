import type { Run } from '../../model/run.ts';
import { armText, changeMarks, changeText, floorText, howText, verdictText } from '../comparison-text.ts';
import type { Markup } from '../markup.ts';
import { table, tag } from './tags.ts';

/** The comparison as a table, beside its plot: each verdict with its numbers and its reason. */
export function comparisonTable({ comparison }: Run): readonly Markup[] {
  if (comparison === null) return [];
  const floor = floorText(comparison);
  return [
    tag('p', { class: 'note' }, `A: ${armText(comparison.a)}. B: ${armText(comparison.b)}. ${howText(comparison)}.`),
    table(
      'Changes from A to B, with their 95 % intervals',
      ['verdict', 'suite', 'what', 'A → B', 'because'].map((head) => ({ head })),
      comparison.changes.map((change) => ({
        cells: [
          `${changeMarks[change.verdict].unicode} ${verdictText(change)}`,
          change.suite,
          change.statistic,
          changeText(change),
          change.because,
        ],
      })),
    ),
    ...(floor === '' ? [] : [tag('p', { class: 'note' }, `${floor}.`)]),
  ];
}
