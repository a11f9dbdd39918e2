import type { Run } from '../../model/run.ts';
import type { SuiteResult } from '../../model/suite.ts';
import { suiteIdsOf } from '../../model/suite-ids.ts';
import { reportedMs } from '../load-text.ts';
import type { Markup } from '../markup.ts';
import { countText, durationText } from '../number-text.ts';
import type { PlotMember } from './contract.ts';
import { apart, latencyScale, type Scale, strokeAt } from './scales.ts';
import { heading, line, mark, MARGIN, px, TOP, WIDTH, svgText } from './svg.ts';

const PLOT_PX = 190;
const LEFT_PX = MARGIN + 190;
const RIGHT_PX = WIDTH - MARGIN - 210;

interface Slope {
  readonly suite: string;
  readonly few: SuiteResult;
  readonly many: SuiteResult;
}

/** The cost of queueing: the same suite with one connection and with many. A flat line means spare capacity. */
export const concurrency: PlotMember = {
  name: 'concurrency',
  draw(run) {
    const slopes = slopesOf(run);
    if (slopes.length === 0) return null;
    const bottom = TOP + 24 + PLOT_PX;
    const times = slopes.flatMap(({ few, many }) => [p50Of(few), p50Of(many), p95Of(few), p95Of(many)]);
    const y = latencyScale(times, bottom, TOP + 24);
    const left = apart(
      slopes.map(({ few }) => y(p50Of(few)) + 4),
      15,
      bottom,
    );
    const right = apart(
      slopes.map(({ many }) => y(p50Of(many)) + 4),
      15,
      bottom,
    );
    const axis = y.kind === 'log' ? 'logarithmic axis' : 'axis from zero';
    return {
      title: 'What concurrency costs',
      description: `${slopes.map(describe).join('. ')}.`,
      height: bottom + 18,
      parts: [
        ...heading('What concurrency costs', `Medians, and a whisker up to the 95th percentile; ${axis}`),
        ...[LEFT_PX, RIGHT_PX].map((x) => line(x, TOP + 14, x, bottom + 4, 'l thin s-rule')),
        svgText(LEFT_PX, TOP + 8, 'one at a time', { colour: 'soft', anchor: 'middle' }),
        svgText(RIGHT_PX, TOP + 8, connectionsText(slopes), { colour: 'soft', anchor: 'middle' }),
        ...slopes.flatMap((slope, index) =>
          drawn(slope, index, {
            shift: (index - (slopes.length - 1) / 2) * 5,
            y,
            leftY: left[index] ?? 0,
            rightY: right[index] ?? 0,
          }),
        ),
      ],
    };
  },
};

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

interface Place {
  /** Horizontal offset from the axis, so that suites do not overlap. */
  readonly shift: number;
  readonly y: Scale;
  readonly leftY: number;
  readonly rightY: number;
}

function drawn({ suite, few, many }: Slope, index: number, { shift, y, leftY, rightY }: Place): readonly Markup[] {
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
    line(LEFT_PX + shift, y(p50Of(few)), RIGHT_PX + shift, y(p50Of(many)), `l s-${colour}${dash}`),
    ...point(LEFT_PX, few),
    ...point(RIGHT_PX, many),
    svgText(LEFT_PX - 16, leftY, `${suite} ${durationText(p50Of(few))}, ${countText(few.perSecond)}/s`, {
      colour,
      anchor: 'end',
    }),
    svgText(RIGHT_PX + 16, rightY, `${suite} ${durationText(p50Of(many))}, ${countText(many.perSecond)}/s`, { colour }),
  ];
}
