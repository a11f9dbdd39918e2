import type { JudgedRequirement } from '../../model/profile.ts';
import type { Run } from '../../model/run.ts';
import type { Markup } from '../markup.ts';
import {
  type CheckRow,
  checkRows,
  countsText,
  LEGEND,
  NO_CHECK,
  requirementMarks,
  titleText,
} from '../profile-text.ts';
import { type Row, type Section, section, table, tag } from './tags.ts';

/** The table for an auditor: a row for each check, with the requirement in its first row. */
export function profileTable({ profile }: Run): readonly Section[] {
  if (profile === undefined) return [];
  const heads = ['requirement', 'source', 'check', 'what was sent', 'what came', 'outcome'].map((head) => ({ head }));
  return [
    section(
      'profile',
      `Requirements: ${profile.id}`,
      tag('p', {}, titleText(profile)),
      tag('p', {}, tag('strong', {}, `${countsText(profile)}.`), ` ${LEGEND}`),
      ...(profile.about === '' ? [] : [tag('p', {}, profile.about)]),
      table('Each requirement with its checks', heads, profile.requirements.flatMap(rowsOf), { id: 'profile-table' }),
    ),
  ];
}

const chipClasses = { met: 'pass', 'not-met': 'fail', 'not-shown': 'inconclusive' } as const;

function rowsOf(requirement: JudgedRequirement): readonly Row[] {
  const { id, text, outcome, sources } = requirement;
  const { unicode, words } = requirementMarks[outcome];
  const name = inLines([tag('strong', {}, id), text]);
  const chip = tag('span', { class: `chip ${chipClasses[outcome]}` }, `${unicode} ${words}`);
  const attributes = { class: 'first' };
  const rows = checkRows(requirement);
  if (rows.length === 0) return [{ cells: [name, inLines(sources), NO_CHECK, '–', '–', chip], attributes }];
  return rows.map((row, index) =>
    index === 0
      ? { cells: [name, inLines(sources), ...checkCells(row), chip], attributes }
      : { cells: ['', '', ...checkCells(row), ''], continues: true },
  );
}

function checkCells({ id, outcome, exchanges, rest }: CheckRow): readonly Markup[] {
  const sent = exchanges.flatMap(({ sent: what, curl }) => [
    what,
    ...(curl === undefined ? [] : [tag('code', { class: 'request' }, curl)]),
  ]);
  return [
    inLines([tag('code', {}, id), outcome]),
    inLines([...sent, ...(rest === '' ? [] : [rest])]),
    inLines(exchanges.map(({ came }) => came)),
  ];
}

const inLines = (lines: readonly (string | Markup)[]): Markup =>
  tag('span', {}, ...lines.flatMap((line, index) => (index === 0 ? [line] : [tag('br', {}), line])));
