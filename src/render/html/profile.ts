import type { JudgedCheck, JudgedRequirement } from '../../model/profile.ts';
import type { Run } from '../../model/run.ts';
import type { Markup } from '../markup.ts';
import {
  checkOutcomeText,
  countsText,
  NO_CHECK,
  NOT_SHOWN,
  requirementMarks,
  shownExchanges,
} from '../profile-text.ts';
import { type Row, section, table, tag } from './tags.ts';

/** The table for an auditor: a row for each check, with the requirement in its first row. */
export function profileTable({ profile }: Run): readonly Markup[] {
  if (profile === undefined) return [];
  const heads = ['requirement', 'source', 'check', 'what was sent', 'what came', 'outcome'].map((head) => ({ head }));
  return [
    section(
      'profile',
      `Requirements: ${profile.id}`,
      tag(
        'p',
        {},
        `${profile.title}.`.replace(/^./, (first) => first.toUpperCase()),
      ),
      tag('p', {}, tag('strong', {}, `${countsText(profile)}.`), ` ${NOT_SHOWN}`),
      ...(profile.about === '' ? [] : [tag('p', { class: 'note' }, profile.about)]),
      table('Each requirement with its checks', heads, profile.requirements.flatMap(rowsOf), { id: 'profile-table' }),
    ),
  ];
}

const chipClasses = { met: 'pass', 'not-met': 'fail', 'not-shown': 'inconclusive' } as const;

function rowsOf({ id, text, sources, outcome, checks }: JudgedRequirement): readonly Row[] {
  const { unicode, words } = requirementMarks[outcome];
  const first = tag('span', {}, tag('strong', {}, id), tag('br', {}), text);
  const chip = tag('span', { class: `chip ${chipClasses[outcome]}` }, `${unicode} ${words}`);
  const lines = tag('span', {}, ...broken(sources));
  if (checks.length === 0) return [{ cells: [first, lines, NO_CHECK, '–', '–', chip] }];
  return checks.map((check, index) => ({
    cells: index === 0 ? [first, lines, ...checkCells(check), chip] : ['', '', ...checkCells(check), ''],
  }));
}

const broken = (lines: readonly (string | Markup)[]): readonly (string | Markup)[] =>
  lines.flatMap((line, index) => (index === 0 ? [line] : [tag('br', {}), line]));

function checkCells(check: JudgedCheck): readonly Markup[] {
  const { exchanges, rest } = shownExchanges(check);
  const sent = exchanges.flatMap(({ sent: what, curl }) => [
    what,
    ...(curl === undefined ? [] : [tag('code', {}, curl)]),
  ]);
  return [
    tag('span', {}, tag('code', {}, check.id), tag('br', {}), checkOutcomeText(check)),
    tag('span', {}, ...broken([...sent, ...(rest === '' ? [] : [rest])])),
    tag('span', {}, ...broken(exchanges.map(({ came }) => came))),
  ];
}
