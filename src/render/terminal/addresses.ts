import type { AddressRow } from '../../model/run.ts';
import { msText } from '../words.ts';
import { grid } from './grid.ts';
import { bar, type Pen } from './pen.ts';

const BAR_CELLS = 12;
/** Below this width the bars go: numbers alone still tell. */
const WIDTH_FOR_BARS = 76;

/** Every address as each name reaches it, cold; the bar is the total on one scale. */
export function drawAddresses(rows: readonly AddressRow[], pen: Pen): string {
  if (rows.length === 0) return '';
  const { ink } = pen;
  const longestMs = Math.max(...rows.map(costOf));
  const withBars = pen.width >= WIDTH_FOR_BARS;
  const head = ['address', 'resolve', 'connect', 'first byte', 'total', ...(withBars ? [''] : [])].map((text) =>
    ink.dim(text),
  );
  const body = rows.map((row) => [
    label(row, pen),
    row.order === 0 ? msText(row.resolveMs) : '',
    row.connect === 'accepted' ? msText(row.connectMs.p50) : ink.red(`${row.connect} ${msText(row.connectMs.p50)}`),
    msText(row.firstByteMs?.p50 ?? null),
    row.totalMs === null ? ink.red('–') : msText(row.totalMs.p50),
    ...(withBars ? [paint(row, bar(costOf(row) / longestMs, BAR_CELLS, pen.unicode), pen)] : []),
  ]);
  const note = ink.dim(
    pen.wrap('ms, median of cold visits; total is from the lookup to the last byte, one address after the other', 2),
  );
  return `${grid(['left', 'right', 'right', 'right', 'right', 'left'], [head, ...body])}\n${withBars ? note : ''}`.trimEnd();
}

const costOf = (row: AddressRow): number => row.totalMs?.p50 ?? row.connectMs.p50;

/** A literal needs no arrow; of a name's addresses only the first line carries the name. */
function label({ name, address, order }: AddressRow, { unicode }: Pen): string {
  if (name === address) return address;
  const arrow = unicode ? '→' : '->';
  return `${order === 0 ? name : ' '.repeat(name.length)} ${arrow} ${address}`;
}

const paint = (row: AddressRow, text: string, { ink }: Pen): string =>
  row.connect === 'accepted' ? ink.cyan(text) : ink.red(text);
