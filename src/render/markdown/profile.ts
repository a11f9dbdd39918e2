import type { JudgedCheck, JudgedProfile, JudgedRequirement } from '../../model/profile.ts';
import {
  checkOutcomeText,
  countsText,
  NO_CHECK,
  NOT_SHOWN,
  requirementMarks,
  shownExchanges,
} from '../profile-text.ts';
import { code, table, text } from './escape.ts';

/** The table for an auditor: a row for each check, with the requirement in its first row. */
export function profileSection(profile: JudgedProfile | undefined): string {
  if (profile === undefined) return '';
  const { id, title, about, requirements } = profile;
  return [
    `## Requirements: ${text(id)}`,
    `${text(title)}.`.replace(/^./, (first) => first.toUpperCase()),
    `**${countsText(profile)}.** ${NOT_SHOWN}`,
    ...(about === '' ? [] : [text(about)]),
    table(
      HEAD,
      HEAD.map(() => 'left'),
      requirements.flatMap(rowsOf),
    ),
  ].join('\n\n');
}

const HEAD = ['requirement', 'source', 'check', 'what was sent', 'what came', 'outcome'] as const;

function rowsOf({ id, text: required, sources, outcome, checks }: JudgedRequirement): readonly (readonly string[])[] {
  const { emoji, words } = requirementMarks[outcome];
  const requirement = `**${text(id)}**: ${text(required)}`;
  const source = sources.map(text).join('<br>');
  const ends = `${emoji} ${words}`;
  if (checks.length === 0) return [[requirement, source, NO_CHECK, '–', '–', ends]];
  return checks.map((check, index) =>
    index === 0 ? [requirement, source, ...checkCells(check), ends] : ['', '', ...checkCells(check), ''],
  );
}

function checkCells(check: JudgedCheck): readonly string[] {
  const { exchanges, rest } = shownExchanges(check);
  const sent = exchanges.map(
    ({ sent: what, curl }) => `${text(what)}${curl === undefined ? '' : `<br>${code(curl, 'cell')}`}`,
  );
  const came = exchanges.map((each) => text(each.came));
  return [
    `${text(check.id)} (${checkOutcomeText(check)})`,
    [...sent, ...(rest === '' ? [] : [rest])].join('<br>'),
    came.join('<br>'),
  ];
}
