import type { AddressRow } from '../../model/run.ts';
import { msText } from '../words.ts';
import { grid } from './grid.ts';
import { bar, type Pen } from './pen.ts';

const BAR_CELLS = 12;

interface Column {
  readonly title: string;
  readonly side: 'left' | 'right';
  /** The narrowest page that has room for it: on less, the rest still tells. */
  readonly fromWidth: number;
  cell(row: AddressRow, longestMs: number, pen: Pen): string;
}

const columns: readonly Column[] = [
  { title: 'address', side: 'left', fromWidth: 0, cell: label },
  { title: 'resolve', side: 'right', fromWidth: 0, cell: resolved },
  { title: 'connect', side: 'right', fromWidth: 0, cell: connected },
  { title: 'first byte', side: 'right', fromWidth: 70, cell: ({ firstByteMs }) => msText(firstByteMs?.p50 ?? null) },
  { title: 'total', side: 'right', fromWidth: 0, cell: total },
  { title: '', side: 'left', fromWidth: 76, cell: scaled },
];

/** Every address as each name reaches it, cold; the bar is the total on one scale. */
export function drawAddresses(rows: readonly AddressRow[], pen: Pen): string {
  if (rows.length === 0) return '';
  const shown = columns.filter(({ fromWidth }) => pen.width >= fromWidth);
  const longestMs = Math.max(...rows.map(costOf));
  const table = grid(
    shown.map(({ side }) => side),
    [
      shown.map(({ title }) => pen.ink.dim(title)),
      ...rows.map((row) => shown.map(({ cell }) => cell(row, longestMs, pen))),
    ],
  );
  const note = 'ms, median of cold visits; total is from the lookup to the last byte, one address after the other';
  return `${table}\n${pen.ink.dim(pen.wrap(note, 2))}`;
}

const costOf = (row: AddressRow): number => row.totalMs?.p50 ?? row.connectMs.p50;

/** A literal needs no arrow; of a name's addresses only the first line carries the name. */
function label({ name, address, order }: AddressRow, _longestMs: number, { unicode }: Pen): string {
  if (name === address) return address;
  const arrow = unicode ? '→' : '->';
  return `${order === 0 ? name : ' '.repeat(name.length)} ${arrow} ${address}`;
}

/** A name is looked up once for all its addresses, a literal never. */
function resolved({ name, address, order, resolveMs }: AddressRow): string {
  return order === 0 && name !== address ? msText(resolveMs) : '';
}

function connected({ connect, connectMs }: AddressRow, _longestMs: number, { ink }: Pen): string {
  const took = msText(connectMs.p50);
  return connect === 'accepted' ? took : ink.red(`${connect} ${took}`);
}

function total({ totalMs }: AddressRow, _longestMs: number, { ink }: Pen): string {
  return totalMs === null ? ink.red(msText(null)) : msText(totalMs.p50);
}

function scaled(row: AddressRow, longestMs: number, { ink, unicode }: Pen): string {
  const drawn = bar(costOf(row) / longestMs, BAR_CELLS, unicode);
  return row.connect === 'accepted' ? ink.cyan(drawn) : ink.red(drawn);
}
