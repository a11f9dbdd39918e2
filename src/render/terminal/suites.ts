import type { Run } from '../../model/run.ts';
import type { LatencyMs, SecondOpinion, SuiteResult } from '../../model/suite.ts';
import { suiteIdsOf } from '../../model/suite-ids.ts';
import {
  apartText,
  capacityText,
  reportedMs,
  floorText,
  opinionText,
  shapeText,
  hasSelfCheck,
  timedTrials,
} from '../load-text.ts';
import { countText, msText } from '../number-text.ts';
import { courseOf, downsampled } from '../course.ts';
import { sparkline } from './bars.ts';
import type { Pen } from './pen.ts';
import { type Column, fittedTable } from './table.ts';

/** One line of the table. The first of a suite shows its name. */
interface Line {
  readonly trial: SuiteResult | SecondOpinion;
  readonly first: boolean;
}

const isOurs = (trial: SuiteResult | SecondOpinion): trial is SuiteResult => 'selfCheck' in trial;
const SPARKS = { atLeast: 12, atMost: 40 } as const;

/** One block for each suite: a line for each trial, the judged trial first. */
export function drawSuites(run: Run, pen: Pen): string {
  if (run.suites.length === 0) return '';
  const lines = suiteIdsOf(run).flatMap((name) =>
    [...run.suites, ...run.secondOpinions]
      .filter(({ suite }) => suite === name)
      .map((trial, index) => ({ trial, first: index === 0 })),
  );
  const failing = run.suites.some(({ errors }) => errors > 0);
  const asides = [...run.suites.flatMap(apartText), ...run.suites.flatMap(capacityText), ...opinionText(run)];
  return [
    fittedTable(lines, columnsFor(lines, pen), pen, { ...SPARKS, column: (room) => overTime(room, failing, pen) }),
    ...asides.map((aside) => pen.ink.dim(pen.wrap(aside, 2))),
  ].join('\n');
}

function columnsFor(lines: readonly Line[], pen: Pen): readonly Column<Line>[] {
  const { ink } = pen;
  const failing = lines.some(({ trial }) => trial.errors > 0);
  return [
    {
      title: 'suite',
      side: 'left',
      dispensable: 0,
      cell: ({ trial, first }) => (first ? trial.suite : ''),
      paint: (text) => ink.bold(text),
    },
    { title: 'sent', side: 'left', dispensable: 0, cell: shapeCell, paint: paintInvalid(pen) },
    { title: 'answers', side: 'right', dispensable: 5, cell: ({ trial }) => countText(trial.n) },
    ...(failing ? [errorsColumn(pen)] : []),
    timeColumn('mean', 0, pen),
    timeColumn('p50', 3, pen),
    timeColumn('p95', 0, pen),
    timeColumn('p99', 2, pen),
    { title: 'rate', side: 'right', dispensable: 4, cell: ({ trial }) => `${countText(trial.perSecond)}/s` },
  ];
}

const errorsColumn = ({ ink }: Pen): Column<Line> => ({
  title: 'errors',
  side: 'right',
  dispensable: 1,
  cell: ({ trial }) => countText(trial.errors),
  paint: (text, { trial }) => (trial.errors === 0 ? text : ink.red(text)),
});

const timeColumn = (statistic: keyof LatencyMs, dispensable: number, { ink }: Pen): Column<Line> => ({
  title: statistic,
  side: 'right',
  dispensable,
  cell: ({ trial }) => {
    const ms = reportedMs(trial)?.[statistic];
    return ms === undefined ? '–' : `${msText(ms)} ms`;
  },
  paint: (text, { trial }) => (isOurs(trial) ? text : ink.dim(text)),
});

const FAILED_TITLES = { unicode: 'over time, × failed', ascii: 'over time, x failed' } as const;

/** A sparkline, in which stalls and failures stand out. */
const overTime = (room: number, failing: boolean, { ink, unicode }: Pen): Column<Line> => {
  const title = failing ? FAILED_TITLES[unicode ? 'unicode' : 'ascii'] : 'over time';
  return {
    title: title.length > room ? 'over time' : title,
    side: 'left',
    dispensable: 0,
    cell: ({ trial }) => (isOurs(trial) ? sparkline(downsampled(courseOf(trial), room), unicode) : ''),
    paint: (text) => ink.cyan(text),
  };
};

function shapeCell({ trial }: Line): string {
  if (!isOurs(trial)) return `${trial.connections} by ${trial.tool}`;
  return trial.selfCheck.valid || trial.n === 0 ? shapeText(trial) : `${shapeText(trial)}, invalid`;
}

const paintInvalid =
  ({ ink }: Pen) =>
  (text: string, { trial }: Line): string => {
    if (!isOurs(trial)) return ink.dim(text);
    return trial.selfCheck.valid || trial.n === 0 ? text : ink.red(text);
  };

/** The self-check of the generator over all trials. */
export function drawGenerator({ suites }: Run, pen: Pen): string {
  const timed = timedTrials(suites);
  if (!hasSelfCheck(timed)) return '';
  const doubtful = timed.filter(({ selfCheck }) => !selfCheck.valid);
  if (doubtful.length === 0) {
    const floor = floorText(timed);
    const text = `The load generator was not the bottleneck in any trial${floor === '' ? '.' : `; ${floor}.`}`;
    return pen.ink.dim(pen.wrap(text, 2));
  }
  const named = doubtful.map((trial) => `${trial.suite}, ${shapeText(trial)}`).join('; ');
  return pen.ink.red(
    pen.wrap(`The load generator was the bottleneck in: ${named}. Those times include its own delays.`, 2),
  );
}
