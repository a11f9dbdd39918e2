import type { Run } from '../../model/run.ts';
import type { SuiteResult } from '../../model/suite.ts';
import { suiteIdsOf } from '../../model/suite-ids.ts';
import { reportedMs } from '../load-text.ts';
import type { Markup } from '../markup.ts';
import { countText, durationText } from '../number-text.ts';
import type { Frame, PlotMember } from './contract.ts';
import { LEGEND_LINE_PX, legendRow } from './legend.ts';
import { apart, latencyScale, msTickText, type Scale, spaced, strokeAt } from './scales.ts';
import { line, mark, MARGIN, px, svgText } from './svg.ts';

const PLOT_PX = 190;
const TOP_PX = 30;
const BOTTOM_PX = TOP_PX + PLOT_PX;

const sidesOf = ({ form, width }: Frame): Sides =>
  form === 'narrow'
    ? { left: MARGIN + 90, right: width - MARGIN - 60 }
    : { left: MARGIN + 190, right: width - MARGIN - 210 };

interface Slope {
  readonly suite: string;
  readonly few: SuiteResult;
  readonly many: SuiteResult;
}

/** The cost of queueing: the same suite with one connection and with many. A flat line means spare capacity. */
export const concurrency: PlotMember = {
  name: 'concurrency',
  draw(run, frame) {
    const slopes = slopesOf(run);
    const [steepest] = slopes.toSorted((a, b) => factorOf(b) - factorOf(a));
    if (steepest === undefined) return null;
    const times = slopes.flatMap(({ few, many }) => [p50Of(few), p50Of(many), p95Of(few), p95Of(many)]);
    const y = latencyScale(times, BOTTOM_PX, TOP_PX);
    const axis = y.kind === 'log' ? 'logarithmic axis' : 'axis from zero';
    const isNarrow = frame.form === 'narrow';
    return {
      title: titleOf(steepest),
      subtitle: `Medians, and a whisker up to the 95th percentile; ${axis}`,
      description: `${slopes.map(describe).join('. ')}.`,
      height: BOTTOM_PX + 10 + (isNarrow ? slopes.length * LEGEND_LINE_PX + 8 : 0),
      parts: [
        ...axesOf(y, connectionsText(slopes), frame),
        ...slopes.flatMap((slope, index) =>
          drawn(slope, index, { shift: shiftOf(index, slopes.length), y, ...sidesOf(frame) }),
        ),
        ...(isNarrow ? legendOf(slopes) : namesOf(slopes, y, sidesOf(frame))),
      ],
    };
  },
};

/** Suites stand side by side at an axis, so that their whiskers do not cover each other. */
const shiftOf = (index: number, count: number): number => (index - (count - 1) / 2) * 5;

const factorOf = ({ few, many }: Slope): number => p50Of(many) / Math.max(p50Of(few), Number.MIN_VALUE);

const titleOf = ({ suite, few, many }: Slope): string =>
  `${suite}: median ${durationText(p50Of(few))} one at a time, ${durationText(p50Of(many))} with ${many.connections} connections`;

function axesOf(y: Scale, many: string, frame: Frame): readonly Markup[] {
  const { left, right } = sidesOf(frame);
  // In the wide form each mark has its value beside it.
  const ticks = frame.form === 'wide' ? [] : spaced(y.ticks, y);
  return [
    ...[left, right].map((x) => line(x, TOP_PX - 8, x, BOTTOM_PX + 4, 'l thin s-rule')),
    svgText(left, TOP_PX - 14, 'one at a time', { colour: 'soft', anchor: 'middle' }),
    svgText(right, TOP_PX - 14, many, { colour: 'soft', anchor: 'middle' }),
    ...ticks.flatMap((ms) => [
      line(MARGIN + 50, y(ms), right, y(ms), 'l thin s-rule'),
      svgText(MARGIN + 44, y(ms) + 4, msTickText(ms), { kind: 'small', colour: 'soft', anchor: 'end' }),
    ]),
  ];
}

const valueOf = (trial: SuiteResult): string => `${durationText(p50Of(trial))}, ${countText(trial.perSecond)}/s`;

/** The values at the ends of each line. */
function namesOf(slopes: readonly Slope[], y: Scale, { left, right }: Sides): readonly Markup[] {
  const heights = (trials: readonly SuiteResult[]): readonly number[] =>
    apart(
      trials.map((trial) => y(p50Of(trial)) + 4),
      15,
      BOTTOM_PX,
    );
  const lefts = heights(slopes.map(({ few }) => few));
  const rights = heights(slopes.map(({ many }) => many));
  const awayPx = 12 + shiftOf(slopes.length - 1, slopes.length);
  return slopes.flatMap(({ suite, few, many }, index) => {
    const { colour } = strokeAt(index);
    return [
      svgText(left - awayPx, lefts[index] ?? 0, `${suite} ${valueOf(few)}`, { colour, anchor: 'end' }),
      svgText(right + awayPx, rights[index] ?? 0, `${suite} ${valueOf(many)}`, { colour }),
    ];
  });
}

const legendOf = (slopes: readonly Slope[]): readonly Markup[] =>
  slopes.flatMap(({ suite, few, many }, index) =>
    legendRow(strokeAt(index), BOTTOM_PX + 24 + index * LEGEND_LINE_PX, `${suite} ${valueOf(few)} → ${valueOf(many)}`),
  );

/** The number of connections where all suites have the same. */
const connectionsText = (slopes: readonly Slope[]): string => {
  const counts = new Set(slopes.map(({ many }) => many.connections));
  return counts.size === 1 ? `${[...counts].join('')} connections` : 'many connections';
};

const p50Of = (trial: SuiteResult): number => reportedMs(trial)?.p50 ?? 0;
const p95Of = (trial: SuiteResult): number => reportedMs(trial)?.p95 ?? 0;

function slopesOf(run: Run): readonly Slope[] {
  const alike = run.suites.filter(
    (trial) =>
      trial.arm === 'target' &&
      trial.connection === 'kept-alive' &&
      trial.model === 'closed' &&
      reportedMs(trial) !== null,
  );
  return suiteIdsOf(run).flatMap((suite) => {
    const trials = alike.filter((trial) => trial.suite === suite).toSorted((a, b) => a.connections - b.connections);
    const [few, many] = [trials[0], trials.at(-1)];
    if (few === undefined || many === undefined || few.connections !== 1 || many.connections === 1) return [];
    return [{ suite, few, many }];
  });
}

const describe = ({ suite, few, many }: Slope): string =>
  `${suite}: median ${durationText(p50Of(few))} one at a time, ${durationText(p50Of(many))} with ${many.connections} connections, ${countText(few.perSecond)} and ${countText(many.perSecond)} answers a second`;

interface Sides {
  readonly left: number;
  readonly right: number;
}

interface Place extends Sides {
  /** Horizontal offset from the axis, so that suites do not overlap. */
  readonly shift: number;
  readonly y: Scale;
}

function drawn({ suite, few, many }: Slope, index: number, { shift, y, left, right }: Place): readonly Markup[] {
  const { colour, dash } = strokeAt(index);
  const point = (x: number, trial: SuiteResult): readonly Markup[] => [
    line(x + shift, y(p50Of(trial)), x + shift, y(p95Of(trial)), `l thin s-${colour}`),
    line(x + shift - 4, y(p95Of(trial)), x + shift + 4, y(p95Of(trial)), `l thin s-${colour}`),
    mark(
      'circle',
      { cx: px(x + shift), cy: px(y(p50Of(trial))), r: 4, class: `f-${colour}` },
      `${suite}, ${trial.connections} at a time: p50 ${durationText(p50Of(trial))}, p95 ${durationText(p95Of(trial))}`,
    ),
  ];
  return [
    line(left + shift, y(p50Of(few)), right + shift, y(p50Of(many)), `l s-${colour}${dash}`),
    ...point(left, few),
    ...point(right, many),
  ];
}
