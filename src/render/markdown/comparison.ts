import type { Comparison } from '../../model/comparison.ts';
import { armText, changeMarks, changeText, floorText, howText, verdictText } from '../comparison-text.ts';
import { table, text } from './escape.ts';

export function comparisonSection(comparison: Comparison | null): string {
  if (comparison === null) return '';
  const { a, b, changes } = comparison;
  const rows = changes.map((change) => [
    `${changeMarks[change.verdict].emoji} ${verdictText(change)}`,
    change.suite,
    change.statistic,
    changeText(change),
    text(change.because),
  ]);
  const floor = floorText(comparison);
  return [
    '## Comparison',
    `- A: ${text(armText(a))}\n- B: ${text(armText(b))}`,
    `The two were ${text(howText(comparison))}. An interval contains the change with 95 %.`,
    table(['verdict', 'suite', 'what', 'A → B', 'because'], ['left', 'left', 'left', 'right', 'left'], rows),
    ...(floor === '' ? [] : [text(`${floor}.`)]),
  ].join('\n\n');
}
