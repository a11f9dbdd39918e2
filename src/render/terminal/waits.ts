import type { Run } from '../../model/run.ts';
import { durationText } from '../number-text.ts';
import { serverTimingText, type WaitRow, waitsIn, waitTable, watchedIn, type WatchedRequest } from '../waits-text.ts';
import { bar, scale } from './bars.ts';
import type { Pen } from './pen.ts';
import { type Column, fittedTable } from './table.ts';

const BARS = { atLeast: 8, atMost: 40 } as const;

/** Where the time of each watched request went inside the server, and what could not be seen. */
export function drawWaits(run: Run, pen: Pen): string {
  const waits = waitsIn(run);
  const unknown =
    waits !== null && 'because' in waits
      ? [pen.wrap(`What the server waits for is not known: ${waits.because}.`, 2)]
      : [];
  return [...unknown, ...watchedIn(run).map((each) => drawWatched(each, pen))].join('\n\n');
}

function drawWatched({ name, waits }: WatchedRequest, pen: Pen): string {
  const { meanMs, rows } = waitTable(waits);
  const table = fittedTable(rows, columnsFor(name), pen, { ...BARS, column: (room) => barOf(room, meanMs, pen) });
  const said = serverTimingText(waits);
  const denied = waits.denied.map((what) => pen.ink.dim(pen.wrap(`Not visible here: ${what}`, 2)));
  return [table, ...(said === null ? [] : [pen.wrap(`${said}.`, 2)]), ...denied].join('\n');
}

const columnsFor = (name: string): readonly Column<WaitRow>[] => [
  { title: `during ${name} the server was`, side: 'left', dispensable: 0, cell: ({ text }) => text },
  { title: 'time', side: 'right', dispensable: 0, cell: ({ ms }) => durationText(ms) },
  { title: 'share', side: 'right', dispensable: 1, cell: ({ share }) => `${Math.round(share * 100)} %` },
];

const barOf = (room: number, meanMs: number, { ink, unicode }: Pen): Column<WaitRow> => ({
  title: scale(meanMs, room),
  side: 'left',
  dispensable: 0,
  cell: ({ share }) => bar(share, room, unicode),
  paint: (text) => ink.cyan(text),
});
