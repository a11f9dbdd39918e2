import type { Run } from '../../model/run.ts';
import { changeLabel, comparableText, costText, findingChangeMarks } from '../against-text.ts';
import type { Markup } from '../markup.ts';
import { table, tag } from './tags.ts';

const chips = { solved: 'pass', 'not-solved': 'fail', new: 'fail', undecided: 'inconclusive' } as const;

/** The change of each finding since an earlier run, or why the two cannot be compared. */
export function againstTable({ against }: Run): readonly Markup[] {
  if (against === null) return [];
  const isComparable = against.comparable.kind !== 'not-comparable';
  const caveats = comparableText(against);
  const lead = isComparable
    ? [`Compared with the run of ${against.startedAt}.`, ...caveats.map((line) => `Note: ${line}.`)]
    : [`The run of ${against.startedAt} ${caveats.join('; ')}.`];
  const notes = lead.map((line) => tag('p', { class: isComparable ? 'note' : 'note doubt' }, line));
  if (against.findings.length === 0) return notes;
  const rows = against.findings.map(({ id, change, beforeMs, afterMs, because }) => ({
    cells: [
      tag('span', { class: `chip ${chips[change]}` }, `${findingChangeMarks[change].unicode} ${changeLabel(change)}`),
      tag('code', {}, id),
      costText(beforeMs),
      costText(afterMs),
      because ?? '',
    ],
  }));
  const heads = [
    { head: 'outcome' },
    { head: 'finding' },
    { head: 'cost before', isNumber: true },
    { head: 'cost after', isNumber: true },
    { head: 'because' },
  ];
  return [...notes, table('Findings then and now', heads, rows)];
}
