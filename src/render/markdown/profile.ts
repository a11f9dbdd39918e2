import type { JudgedProfile, JudgedRequirement } from '../../model/profile.ts';
import {
  type CheckRow,
  checkRows,
  countsText,
  LEGEND,
  NO_CHECK,
  requirementMarks,
  titleText,
} from '../profile-text.ts';
import { code, table, text } from './escape.ts';

/** The table for an auditor: a row for each check, with the requirement in its first row. */
export function profileSection(profile: JudgedProfile | undefined): string {
  if (profile === undefined) return '';
  return [
    `## Requirements: ${text(profile.id)}`,
    text(titleText(profile)),
    `**${countsText(profile)}.** ${LEGEND}`,
    ...(profile.about === '' ? [] : [text(profile.about)]),
    table(
      HEAD,
      HEAD.map(() => 'left'),
      profile.requirements.flatMap(rowsOf),
    ),
  ].join('\n\n');
}

const HEAD = ['requirement', 'source', 'check', 'what was sent', 'what came', 'outcome'] as const;

function rowsOf(requirement: JudgedRequirement): readonly (readonly string[])[] {
  const { emoji, words } = requirementMarks[requirement.outcome];
  const name = `${code(requirement.id)} ${text(requirement.text)}`;
  const source = inLines(requirement.sources.map((each) => code(each)));
  const outcome = `${emoji} ${words}`;
  const rows = checkRows(requirement);
  if (rows.length === 0) return [[name, source, NO_CHECK, '–', '–', outcome]];
  return rows.map((row, index) =>
    index === 0 ? [name, source, ...checkCells(row), outcome] : ['', '', ...checkCells(row), ''],
  );
}

function checkCells({ id, outcome, exchanges, rest }: CheckRow): readonly string[] {
  const sent = exchanges.flatMap(({ sent: what, curl }) => [text(what), ...(curl === undefined ? [] : [code(curl)])]);
  return [
    `${code(id)} ${outcome}`,
    inLines([...sent, ...(rest === '' ? [] : [rest])]),
    inLines(exchanges.map(({ came }) => text(came))),
  ];
}

const inLines = (lines: readonly string[]): string => lines.join('<br>');
