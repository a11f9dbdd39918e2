import type { Check } from '../../model/finding.ts';
import type { AddressRow, Run } from '../../model/run.ts';
import { factsOf } from '../facts.ts';
import { failedChecks } from '../failed.ts';
import type { Markup } from '../markup.ts';
import { hasStatuses, statusCell } from '../measured.ts';
import { durationText, msText } from '../number-text.ts';
import { serverTimingText, waitsIn, waitTable, watchedIn, type WatchedRequest } from '../waits-text.ts';
import { command, folded, list, type Row, type Section, section, table, tag } from './tags.ts';
import { causeOf } from './verdict.ts';

export function addressesTable({ addresses }: Run): readonly Markup[] {
  if (addresses.length === 0) return [];
  const withStatus = hasStatuses(addresses);
  const heads = ['lookup', 'connect', 'first byte', 'total', 'warm'].map((head) => ({ head, isNumber: true }));
  return [
    table(
      'Medians in ms, by address',
      [{ head: 'address' }, ...(withStatus ? [{ head: 'status' }] : []), ...heads],
      addresses.map((row) => addressRow(row, withStatus)),
    ),
    tag(
      'p',
      { class: 'note' },
      'Total is the time of a client that tries the addresses in order, from the lookup to the last byte. Warm is the time of an answer on a connection that was already open.',
    ),
  ];
}

const addressRow = (row: AddressRow, withStatus: boolean): Row => ({
  cells: [
    tag('code', {}, row.name === row.address ? row.address : `${row.name} → ${row.address}`),
    ...(withStatus ? [statusCell(row)] : []),
    msText(row.resolveMs),
    row.connect === 'accepted' ? msText(row.connectMs.p50) : `✖ ${row.connect} ${msText(row.connectMs.p50)}`,
    msText(row.firstByteMs?.p50 ?? null),
    msText(row.totalMs?.p50 ?? null),
    msText(row.warmMs?.p50 ?? null),
  ],
});

/** Where the time of a request went inside the server; empty where that was not looked at. */
export function waitsTable(run: Run): readonly Markup[] {
  const waits = waitsIn(run);
  const note = (line: string): Markup => tag('p', { class: 'note' }, line);
  return [
    ...(waits !== null && 'because' in waits ? [note(`Not known: ${waits.because}.`)] : []),
    ...watchedIn(run).flatMap((each) => {
      const said = serverTimingText(each.waits);
      return [
        watchedTable(each),
        ...(said === null ? [] : [note(`${said}.`)]),
        ...each.waits.denied.map((what) => note(`Not visible here: ${what}.`)),
      ];
    }),
  ];
}

function watchedTable({ name, waits }: WatchedRequest): Markup {
  const { requests, meanMs, rows } = waitTable(waits);
  return table(
    `${name}: the mean of ${requests} ${requests === 1 ? 'request' : 'requests'} is ${durationText(meanMs)}`,
    [{ head: 'the server was' }, { head: 'time', isNumber: true }, { head: 'share', isNumber: true }],
    rows.map(({ text, ms, share }) => ({ cells: [text, durationText(ms), `${Math.round(share * 100)} %`] })),
  );
}

const outcomes = [
  { outcome: 'fail', title: 'Failed', mark: '✖' },
  { outcome: 'inconclusive', title: 'Undecided', mark: '?' },
  { outcome: 'note', title: 'Note', mark: 'i' },
  { outcome: 'pass', title: 'Passed', mark: '✔' },
  { outcome: 'not-applicable', title: 'Not applicable', mark: '–' },
] as const;

export function checksSection(run: Run): readonly Section[] {
  if (run.checks.length === 0) return [];
  const names = [...new Set(run.checks.map(({ group }) => group))];
  const rows = names.flatMap((name) =>
    outcomes.flatMap(({ outcome, title, mark }) =>
      run.checks
        .filter((check) => check.group === name && check.outcome === outcome)
        .map((check) => checkRow(check, tag('span', { class: `chip ${outcome}` }, `${mark} ${title.toLowerCase()}`))),
    ),
  );
  const hasGroups = names.some((name) => name !== undefined);
  const heads = ['check', ...(hasGroups ? ['group'] : []), 'outcome', 'what was seen', 'standard'];
  return [
    section(
      'checks',
      'Security checks',
      ...failedChecks(run).map((failed) => causeOf(failed)),
      table(
        hasGroups ? 'All checks by group, failed ones first' : 'All checks, failed ones first',
        heads.map((head) => ({ head })),
        rows,
        { id: 'check-table' },
      ),
    ),
  ];
}

const checkRow = (check: Check, chip: Markup): Row => ({
  cells: [
    tag('code', {}, check.id),
    ...(check.group === undefined ? [] : [check.group]),
    chip,
    check.summary,
    check.standard,
  ],
  attributes: {
    'data-outcome': check.outcome,
    ...(check.group === undefined ? {} : { 'data-group': check.group }),
  },
});

export const notCheckedSection = ({ notChecked }: Run): readonly Section[] =>
  notChecked.length === 0 ? [] : [section('not-checked', 'Not checked', ...list(notChecked))];

export const reproduceSection = (run: Run): Section =>
  section(
    'reproduce',
    'How to reproduce',
    command(run.reproduce),
    tag('dl', {}, ...factsOf(run).flatMap(([name, value]) => [tag('dt', {}, name), tag('dd', {}, value)])),
  );

export const sentSection = ({ sent }: Run): readonly Section[] =>
  sent.length === 0
    ? []
    : [
        section(
          'sent',
          'What was sent',
          folded(
            'To the server, besides the load, at most',
            'printed',
            ...list(sent.map(({ kind, requests }) => `${kind}: ${requests.join('; ').replaceAll('`', '')}`)),
          ),
        ),
      ];
