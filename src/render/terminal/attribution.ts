import type { Run } from '../../model/run.ts';
import { nounOf } from '../../model/suite-ids.ts';
import type { SuiteResult } from '../../model/suite.ts';
import { msText } from '../number-text.ts';
import { serverParts } from '../server-parts.ts';
import { bar, scale } from './bars.ts';
import type { Pen } from './pen.ts';
import { type Column, fittedTable } from './table.ts';

/** One part of the mean answer of a suite. */
interface Part {
  readonly name: string;
  readonly meanMs: number;
}

const BARS = { atLeast: 8, atMost: 40 } as const;

/** "parts of a refresh": what the server reports in Server-Timing, and the rest, one table for each suite. */
export function drawAttribution(run: Run, pen: Pen): string {
  return run.suites
    .filter(({ arm, connections, connection }) => arm === 'target' && connections === 1 && connection === 'kept-alive')
    .flatMap((trial) => attributed(trial, nounOf(run, trial.suite), pen))
    .join('\n\n');
}

function attributed(trial: SuiteResult, noun: string, pen: Pen): readonly string[] {
  const wholeMs = trial.serviceMs?.mean ?? 0;
  const { parts, otherMs } = serverParts(trial);
  if (parts.length === 0 || wholeMs === 0) return [];
  const rows: readonly Part[] = [...parts, { name: 'other', meanMs: otherMs }].filter(({ meanMs }) => meanMs > 0);
  const fill = { ...BARS, column: (room: number) => shareOf(room, wholeMs, pen) };
  return [fittedTable(rows, columnsFor(noun, wholeMs), pen, fill)];
}

const columnsFor = (noun: string, wholeMs: number): readonly Column<Part>[] => [
  { title: `parts of ${noun}`, side: 'left', dispensable: 0, cell: ({ name }) => name },
  { title: 'mean', side: 'right', dispensable: 0, cell: ({ meanMs }) => `${msText(meanMs)} ms` },
  {
    title: 'share',
    side: 'right',
    dispensable: 1,
    cell: ({ meanMs }) => `${Math.round((meanMs / wholeMs) * 100)} %`,
  },
];

const shareOf = (room: number, wholeMs: number, { ink, unicode }: Pen): Column<Part> => ({
  title: scale(wholeMs, room),
  side: 'left',
  dispensable: 0,
  cell: ({ meanMs }) => bar(meanMs / wholeMs, room, unicode),
  paint: (text) => ink.cyan(text),
});
