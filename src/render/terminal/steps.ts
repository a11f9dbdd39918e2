import type { Run } from '../../model/run.ts';
import type { LatencyMs } from '../../model/suite.ts';
import { countText, msText } from '../number-text.ts';
import { type StepRow, stepRows } from '../step-rows.ts';
import { bar } from './bars.ts';
import type { Pen } from './pen.ts';
import { type Column, fittedTable } from './table.ts';

const BARS = { atLeast: 8, atMost: 40 } as const;

/** The times of each step of the flows that have several. */
export function drawSteps(run: Run, pen: Pen): string {
  const rows = stepRows(run);
  if (rows.length === 0) return '';
  const longestMs = Math.max(...rows.map(({ step }) => step.serviceMs?.mean ?? 0));
  return fittedTable(rows, columnsFor(rows, pen), pen, { ...BARS, column: (room) => barOf(room, longestMs, pen) });
}

function columnsFor(rows: readonly StepRow[], { ink }: Pen): readonly Column<StepRow>[] {
  const isFailing = rows.some(({ step }) => step.errors > 0);
  return [
    {
      title: 'suite',
      side: 'left',
      dispensable: 0,
      cell: ({ suite, isFirst }) => (isFirst ? suite : ''),
      paint: (text) => ink.bold(text),
    },
    { title: 'step', side: 'left', dispensable: 0, cell: ({ step }) => step.id },
    { title: 'answers', side: 'right', dispensable: 4, cell: ({ step }) => countText(step.n) },
    ...(isFailing ? [errors] : []),
    timeColumn('mean', 0),
    timeColumn('p50', 3),
    timeColumn('p95', 2),
  ];
}

const errors: Column<StepRow> = {
  title: 'errors',
  side: 'right',
  dispensable: 1,
  cell: ({ step }) => countText(step.errors),
};

const timeColumn = (statistic: keyof LatencyMs, dispensable: number): Column<StepRow> => ({
  title: statistic,
  side: 'right',
  dispensable,
  cell: ({ step }) => (step.serviceMs === null ? '–' : `${msText(step.serviceMs[statistic])} ms`),
});

const barOf = (room: number, longestMs: number, { ink, unicode }: Pen): Column<StepRow> => ({
  title: 'mean of each step',
  side: 'left',
  dispensable: 0,
  cell: ({ step }) => bar(longestMs === 0 ? 0 : (step.serviceMs?.mean ?? 0) / longestMs, room, unicode),
  paint: (text) => ink.cyan(text),
});
