import type { Against } from '../../model/against.ts';
import { changeLabel, comparableText, costText, fasterText, findingChangeMarks } from '../against-text.ts';
import { code, table, text } from './escape.ts';

export function againstSection(against: Against | null): string {
  if (against === null) return '';
  const { comparable, startedAt } = against;
  const notes = comparableText(against).map(text);
  if (comparable.kind === 'not-comparable') {
    return [`## Before and after`, `The run of ${text(startedAt)} ${notes.join('. ')}.`].join('\n\n');
  }
  return [
    `## Before and after`,
    `Compared with the run of ${text(startedAt)}.`,
    ...notes.map((line) => `Note: ${line}.`),
    ...(against.findings.length === 0 ? [] : [findingsTable(against)]),
    ...(against.names.length === 0
      ? []
      : ['What a new connection and its first answer cost, by name:', namesTable(against)]),
  ].join('\n\n');
}

function findingsTable({ findings }: Against): string {
  const undecided = findings.some(({ because }) => because !== null);
  const rows = findings.map(({ id, change, beforeMs, afterMs, because }) => [
    `${findingChangeMarks[change].emoji} ${changeLabel(change)}`,
    id,
    costText(beforeMs),
    costText(afterMs),
    ...(undecided ? [text(because ?? '')] : []),
  ]);
  return table(
    ['outcome', 'finding', 'cost before', 'cost after', ...(undecided ? ['because'] : [])],
    ['left', 'left', 'right', 'right', ...(undecided ? (['left'] as const) : [])],
    rows,
  );
}

function namesTable({ names }: Against): string {
  const rows = names.map(({ name, beforeMs, afterMs }) => [
    code(name),
    costText(beforeMs, 'no answer'),
    costText(afterMs, 'no answer'),
    fasterText({ name, beforeMs, afterMs }) ?? '–',
  ]);
  return table(['name', 'before', 'after', ''], ['left', 'right', 'right', 'right'], rows);
}
