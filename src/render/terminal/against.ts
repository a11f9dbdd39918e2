import type { Against, FindingChange, NameChange } from '../../model/against.ts';
import { changeLabel, comparableText, costText, fasterText, findingChangeMarks } from '../against-text.ts';
import { bar, scale } from './bars.ts';
import type { Pen } from './pen.ts';
import { type Column, fittedTable } from './table.ts';

const paints = { solved: 'green', 'not-solved': 'red', new: 'red', undecided: 'yellow' } as const;
const BARS = { atLeast: 8, atMost: 30 } as const;

/** Comparison with an earlier run: the change of each finding, then the cost of each name. */
export function drawAgainst(against: Against | null, pen: Pen): string {
  if (against === null) return '';
  const earlier = `the run of ${against.startedAt.slice(0, 16).replace('T', ' ')}`;
  const notes = comparableText(against);
  if (against.comparable.kind === 'not-comparable') {
    return pen.ink.yellow(pen.wrap(`${findingChangeMarks.undecided.ascii} ${earlier} ${notes.join('; ')}`, 2));
  }
  const head = pen.ink.bold(`  compared with ${earlier}`);
  return [
    head,
    ...notes.map((line) => pen.ink.dim(pen.wrap(line, 2))),
    ...(against.findings.length === 0 ? [] : [fittedTable(against.findings, findingColumns(pen), pen)]),
    ...against.findings.flatMap(({ id, because }) =>
      because === null ? [] : [pen.ink.dim(pen.wrap(`undecided ${id}: ${because}`, 2))],
    ),
    ...(against.names.length === 0 ? [] : ['', namesTable(against.names, pen)]),
  ].join('\n');
}

function namesTable(names: readonly NameChange[], pen: Pen): string {
  const longestMs = Math.max(1, ...names.map(({ beforeMs, afterMs }) => Math.max(beforeMs ?? 0, afterMs ?? 0)));
  return fittedTable(names, nameColumns(pen), pen, { ...BARS, column: (room) => scaled(room, longestMs, pen) });
}

const findingColumns = ({ ink, unicode }: Pen): readonly Column<FindingChange>[] => [
  {
    title: 'outcome',
    side: 'left',
    dispensable: 0,
    cell: ({ change }) => `${findingChangeMarks[change][unicode ? 'unicode' : 'ascii']} ${changeLabel(change)}`,
    paint: (text, { change }) => ink[paints[change]].bold(text),
  },
  { title: 'finding', side: 'left', dispensable: 0, cell: ({ id }) => id },
  { title: 'cost then', side: 'right', dispensable: 1, cell: ({ beforeMs }) => costText(beforeMs, '–') },
  { title: 'cost now', side: 'right', dispensable: 2, cell: ({ afterMs }) => costText(afterMs, '–') },
];

const nameColumns = ({ ink }: Pen): readonly Column<NameChange>[] => [
  { title: 'a new connection', side: 'left', dispensable: 0, cell: ({ name }) => name },
  { title: 'then', side: 'right', dispensable: 0, cell: ({ beforeMs }) => costText(beforeMs, 'no answer') },
  {
    title: 'now',
    side: 'right',
    dispensable: 0,
    cell: ({ afterMs }) => costText(afterMs, 'no answer'),
    paint: (text) => ink.bold(text),
  },
  {
    title: '',
    side: 'left',
    dispensable: 1,
    cell: (change) => fasterText(change) ?? '',
    paint: (text) => ink.green(text),
  },
];

const scaled = (room: number, longestMs: number, { ink, unicode }: Pen): Column<NameChange> => ({
  title: scale(longestMs, room),
  side: 'left',
  dispensable: 0,
  cell: ({ afterMs }) => bar((afterMs ?? 0) / longestMs, room, unicode),
  paint: (text) => ink.cyan(text),
});
