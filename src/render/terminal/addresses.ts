import type { AddressRow } from '../../model/run.ts';
import { hasStatuses, statusCell } from '../measured.ts';
import { msText } from '../number-text.ts';
import { bar, scale, span } from './bars.ts';
import type { Pen } from './pen.ts';
import { type Column, fittedTable } from './table.ts';

/** The begin and the end of a connection attempt, of a client that tries the addresses in order. */
interface Attempt {
  readonly row: AddressRow;
  /** The lookup of the name, which only its first address shows. */
  readonly lookupMs: number;
  readonly startMs: number;
  readonly endMs: number;
}

const FEWEST_BAR_CELLS = 8;
const MOST_BAR_CELLS = 40;

/** Each name with its addresses, on new connections. The bars share one scale: an attempt begins where the one before ended. */
export function drawAddresses(rows: readonly AddressRow[], pen: Pen): string {
  if (rows.length === 0) return '';
  const attempts = rows.map((row) => attemptOf(row, rows));
  const longestMs = Math.max(...attempts.map(({ endMs }) => endMs));
  const fill = {
    atLeast: FEWEST_BAR_CELLS,
    atMost: MOST_BAR_CELLS,
    makesRoom: true,
    column: (room: number) => clock(room, longestMs, pen),
  };
  const table = fittedTable(attempts, columnsFor(hasStatuses(rows), pen), pen, fill);
  const mark = lookupMark(pen);
  const legend = `${mark} lookup of the name   ${bar(1, 1, pen.unicode)} connect, and the answer`;
  return table.includes(mark) ? `${table}\n${pen.ink.dim(`  ${legend}`)}` : table;
}

const lookupMark = ({ unicode }: Pen): string => (unicode ? '░' : ':');

function attemptOf(row: AddressRow, rows: readonly AddressRow[]): Attempt {
  const earlier = rows.filter(({ name, order }) => name === row.name && order < row.order);
  const startMs = row.resolveMs + earlier.reduce((sum, { connectMs }) => sum + connectMs.p50, 0);
  const lookupMs = row.order === 0 && row.name !== row.address ? row.resolveMs : 0;
  return { row, lookupMs, startMs, endMs: row.totalMs?.p50 ?? startMs + (row.firstByteMs ?? row.connectMs).p50 };
}

const columnsFor = (withStatus: boolean, pen: Pen): readonly Column<Attempt>[] => [
  { title: 'address', side: 'left', dispensable: 0, cell: ({ row }) => label(row, pen) },
  { title: 'lookup', side: 'right', dispensable: 2, cell: ({ row }) => lookedUp(row) },
  {
    title: 'connect',
    side: 'right',
    dispensable: 0,
    cell: ({ row }) => connected(row),
    paint: (text, { row }) => (row.connect === 'accepted' ? text : pen.ink.red(text)),
  },
  ...(withStatus ? [statusColumn] : []),
  { title: 'first byte', side: 'right', dispensable: 3, cell: ({ row }) => inMs(row.firstByteMs?.p50 ?? null) },
  {
    title: 'you wait',
    side: 'right',
    dispensable: 0,
    cell: ({ row }) => waitText(row),
    paint: (text, { row }) => (row.firstByteMs === null ? pen.ink.red(text) : pen.ink.bold(text)),
  },
];

const statusColumn: Column<Attempt> = {
  title: 'status',
  side: 'right',
  dispensable: 1,
  cell: ({ row }) => statusCell(row),
};

const clock = (room: number, longestMs: number, pen: Pen): Column<Attempt> => ({
  title: scale(longestMs, room),
  side: 'left',
  dispensable: 0,
  cell: ({ lookupMs, startMs, endMs }) => {
    const drawn = span(startMs / longestMs, endMs / longestMs, room, pen.unicode);
    const before = drawn.length - drawn.trimStart().length;
    // The bar of a name begins with its lookup.
    return lookupMs === 0 ? drawn : lookupMark(pen).repeat(before) + drawn.trimStart();
  },
  paint: (text, { row }) => (row.connect === 'accepted' ? pen.ink.cyan(text) : pen.ink.red(text)),
});

/** An answer whose body did not end has a first byte and no total. */
function waitText({ totalMs, firstByteMs }: AddressRow): string {
  if (totalMs !== null) return inMs(totalMs.p50);
  return firstByteMs === null ? 'no answer' : 'no end';
}

const inMs = (ms: number | null): string => (ms === null ? '–' : `${msText(ms)} ms`);

/** Only the first address of a name shows the name. A literal has no arrow. */
function label({ name, address, order }: AddressRow, { unicode }: Pen): string {
  if (name === address) return address;
  const arrow = unicode ? '→' : '->';
  return `${order === 0 ? name : ' '.repeat(name.length)} ${arrow} ${address}`;
}

/** The lookup stands at the first address of a name. A literal has none. */
const lookedUp = ({ name, address, order, resolveMs }: AddressRow): string =>
  order === 0 && name !== address ? inMs(resolveMs) : '';

const connected = ({ connect, connectMs }: AddressRow): string =>
  connect === 'accepted' ? inMs(connectMs.p50) : `${connect} ${inMs(connectMs.p50)}`;
