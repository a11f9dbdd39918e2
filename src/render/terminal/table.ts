import stringWidth from 'string-width';
import { grid } from './grid.ts';
import type { Pen } from './pen.ts';

export interface Column<Row> {
  readonly title: string;
  readonly side: 'left' | 'right';
  /** On a narrow page the column with the highest number is dropped first. 0 is never dropped. */
  readonly dispensable: number;
  cell(row: Row): string;
  /** Adds colour to the cell after its width is computed. */
  paint?(text: string, row: Row): string;
}

/** A column that takes the remaining width, within these bounds. */
export interface Fill<Row> {
  readonly atLeast: number;
  readonly atMost: number;
  /** Whether dispensable columns are dropped to make room for it. */
  readonly makesRoom?: boolean;
  column(room: number): Column<Row>;
}

/** Two blanks before each column. */
const GAP = 2;
/** An address or a name is shortened to no less than this. */
const SHORTEST = 12;

interface Measured<Row> {
  readonly column: Column<Row>;
  readonly cells: readonly string[];
  readonly width: number;
}

/**
 * A table that fits the page. Dispensable columns are dropped, then the first column is shortened in the middle.
 * @param fill a column for the remaining width, such as a bar
 */
export function fittedTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  pen: Pen,
  fill?: Fill<Row>,
): string {
  let shown = columns.map((column) => measured(column, rows));
  const forFill = fill?.makesRoom === true ? fill.atLeast + GAP : 0;
  for (
    let candidate = droppable(shown);
    widthOf(shown) + forFill > pen.width && candidate !== undefined;
    candidate = droppable(shown)
  ) {
    const dropped = candidate;
    shown = shown.filter((each) => each !== dropped);
  }
  const room = pen.width - widthOf(shown) - GAP;
  if (fill !== undefined && room >= fill.atLeast) {
    shown = [...shown, measured(fill.column(Math.min(room, fill.atMost)), rows)];
  }
  const excess = widthOf(shown) - pen.width;
  if (excess > 0) shown = shown.map((each, index) => (index === 0 ? shortened(each, excess) : each));
  return grid(
    shown.map(({ column }) => column.side),
    [shown.map(({ column }) => pen.ink.dim(column.title)), ...rows.map((row, index) => painted(shown, row, index))],
  );
}

function measured<Row>(column: Column<Row>, rows: readonly Row[]): Measured<Row> {
  const cells = rows.map((row) => column.cell(row));
  return { column, cells, width: Math.max(...[column.title, ...cells].map((text) => stringWidth(text))) };
}

const widthOf = (shown: readonly Measured<never>[]): number => shown.reduce((sum, { width }) => sum + width + GAP, 0);

const droppable = <Row>(shown: readonly Measured<Row>[]): Measured<Row> | undefined =>
  shown
    .filter(({ column }) => column.dispensable > 0)
    .toSorted((a, b) => b.column.dispensable - a.column.dispensable)[0];

function shortened<Row>(measure: Measured<Row>, excess: number): Measured<Row> {
  const width = Math.max(SHORTEST, measure.width - excess);
  return { ...measure, width, cells: measure.cells.map((cell) => inMiddle(cell, width)) };
}

/** Cuts the middle, since the two ends of a name identify it best. */
function inMiddle(text: string, width: number): string {
  const signs = Array.from(text);
  if (stringWidth(text) <= width) return text;
  const half = (width - 1) / 2;
  return `${signs.slice(0, Math.ceil(half)).join('')}…${signs.slice(signs.length - Math.floor(half)).join('')}`;
}

const painted = <Row>(shown: readonly Measured<Row>[], row: Row, index: number): readonly string[] =>
  shown.map(({ column, cells }) => {
    const cell = cells[index] ?? '';
    return column.paint === undefined ? cell : column.paint(cell, row);
  });
