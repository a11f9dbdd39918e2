import type { Run } from '../../model/run.ts';
import type { LatencyMs, SuiteResult } from '../../model/suite.ts';
import {
  apartText,
  capacityText,
  reportedMs,
  opinionText,
  shapeText,
  hasSelfCheck,
  timedTrials,
} from '../load-text.ts';
import type { Markup } from '../markup.ts';
import { countText, msText } from '../number-text.ts';
import { stepRows } from '../step-rows.ts';
import { list, type Row, table, tag } from './tags.ts';

const STATISTICS = ['mean', 'p50', 'p95', 'p99', 'max'] as const;
type Statistic = (typeof STATISTICS)[number];

/** The statistic that the bars show at first. */
const FIRST_SHOWN: Statistic = 'p50';
const BAR_PX = 160;

export function suitesTable({ suites }: Run): readonly Markup[] {
  if (suites.length === 0) return [];
  const longest = Math.max(...suites.map((trial) => reportedMs(trial)?.[FIRST_SHOWN] ?? 0));
  const numbers = ['answers', 'errors', ...STATISTICS, '/s'].map((head) => ({ head, isNumber: true }));
  return [
    table(
      'Times of each trial in ms',
      [{ head: 'suite' }, { head: 'how' }, ...numbers, { head: 'median' }],
      suites.map((trial) => rowOf(trial, longest)),
      { id: 'suites' },
    ),
  ];
}

/** The steps of flows that have several. */
export function stepsTable(run: Run): readonly Markup[] {
  const rows = stepRows(run);
  if (rows.length === 0) return [];
  const numbers = ['answers', 'errors', ...STATISTICS].map((head) => ({ head, isNumber: true }));
  return [
    table(
      'Times of each step in ms, in the first trial of its suite',
      [{ head: 'suite' }, { head: 'step' }, ...numbers],
      rows.map(({ suite, step }) => ({
        cells: [
          suite,
          step.id,
          countText(step.n),
          countText(step.errors),
          ...STATISTICS.map((statistic) => msText(step.serviceMs?.[statistic] ?? null)),
        ],
      })),
    ),
  ];
}

function rowOf(trial: SuiteResult, longest: number): Row {
  const times = reportedMs(trial);
  return {
    cells: [
      trial.suite,
      shapeText(trial),
      countText(trial.n),
      countText(trial.errors),
      ...STATISTICS.map((statistic) => msText(times?.[statistic] ?? null)),
      countText(trial.perSecond),
      barOf(times, longest),
    ],
    attributes:
      times === null ? {} : Object.fromEntries(STATISTICS.map((name) => [`data-${name}`, times[name].toFixed(3)])),
  };
}

function barOf(times: LatencyMs | null, longest: number): Markup {
  const share = times === null || longest === 0 ? 0 : times[FIRST_SHOWN] / longest;
  const width = Math.max(1, Math.round(share * BAR_PX));
  return tag(
    'svg',
    { class: 'bar', width: BAR_PX, height: 12, viewBox: `0 0 ${BAR_PX} 12`, 'aria-hidden': 'true' },
    tag('rect', { class: 'f-main', width, height: 12 }),
  );
}

export const asides = (run: Run): readonly Markup[] =>
  list([...run.suites.flatMap((trial) => [...apartText(trial), ...capacityText(trial)]), ...opinionText(run)]);

/** Whether the generator was the bottleneck. */
export function generator({ suites }: Run): readonly Markup[] {
  const timed = timedTrials(suites);
  if (!hasSelfCheck(timed)) return [];
  const doubtful = timed.filter(({ selfCheck }) => !selfCheck.valid);
  const clock =
    'Times run from the write of a request to the last byte of its answer; in an open trial, from the planned send time.';
  const sentence =
    doubtful.length === 0
      ? 'The generator was not the bottleneck in any trial.'
      : `The generator was the bottleneck in: ${doubtful.map((trial) => `${trial.suite}, ${shapeText(trial)}`).join('; ')}. Those times include its own delays.`;
  return [tag('p', { class: doubtful.length === 0 ? 'note' : 'note doubt' }, `${clock} ${sentence}`)];
}
