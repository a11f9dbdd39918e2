import type { Run } from '../../model/run.ts';
import type { SuiteResult } from '../../model/suite.ts';
import { reportedMs, shapeText } from '../load-text.ts';
import { element, type Markup } from '../markup.ts';
import { countText, durationText } from '../number-text.ts';
import { failureText, stallText } from '../failure-text.ts';
import { stallsOf } from '../stalls.ts';
import { type Column, columnsOf, endOf } from './columns.ts';
import type { PlotMember } from './contract.ts';
import { curves, LEFT_PX, NAME, type Panel, PLOT_PX, RIGHT_PX, SPAN_PX, stallNames } from './timeline-panel.ts';
import { latencyScale, type Scale, scaleKind, axisText, spaced, tickText, timeText, timeTicks } from './scales.ts';
import { heading, line, MARGIN, TOP, svgText } from './svg.ts';

const PANEL_PX = 156;
/** Two pixels a column. A finer plot would not be visible. */
const MOST_COLUMNS = SPAN_PX / 2;
/** A timeline needs at least this many points. */
const FEWEST_STRETCHES = 3;
/** More panels would make the figure too long to read. */
const MOST_PANELS = 12;

/** The latency of each trial over time. Constant slowness and occasional stalls look different. */
export const timeline: PlotMember = {
  name: NAME,
  draw({ suites }: Run) {
    const trials = suites.filter(
      (trial) => trial.timeline.length >= FEWEST_STRETCHES && (reportedMs(trial) !== null || trial.errors > 0),
    );
    if (trials.length === 0) return null;
    const shown = trials.slice(0, MOST_PANELS);
    const more = trials.length - shown.length;
    const kind = scaleKind(shown.map(valuesOf));
    const failed = shown.some(({ errors }) => errors > 0) ? FAILED_LEGEND : '';
    return {
      title: 'Latency over time',
      description: `${shown.map(describe).join('. ')}.`,
      height: TOP + shown.length * PANEL_PX + (more > 0 ? 24 : 0),
      parts: [
        ...heading('Latency over time', `Line: median; area: up to the slowest; ${axisText(kind)}${failed}`),
        ...shown.flatMap((trial, index) => panelOf(trial, kind, TOP + index * PANEL_PX)),
        ...(more > 0 ? [svgText(MARGIN, TOP + shown.length * PANEL_PX + 10, `and ${more} more trials`)] : []),
      ],
    };
  },
};

const FAILED_LEGEND = '; ✖ and hatching: failed requests, and their time';

const usualOf = (trial: SuiteResult): number => reportedMs(trial)?.p50 ?? 0;

function describe(trial: SuiteResult): string {
  const failed = failureText(trial);
  return [
    `${trial.suite}, ${shapeText(trial)}: ${medianText(trial)} over ${timeText(endOf(trial.timeline))}`,
    `, ${stallText(trial, usualOf(trial), timeText)}`,
    ...(failed === null ? [] : [`; ${failed}`]),
  ].join('');
}

function medianText(trial: SuiteResult): string {
  if (reportedMs(trial) === null) return 'no right answer';
  const answers = trial.errors === 0 ? '' : ` of ${countText(trial.n)} right ${trial.n === 1 ? 'answer' : 'answers'}`;
  return `median ${durationText(usualOf(trial))}${answers}`;
}

const valuesOf = (trial: SuiteResult): readonly number[] => {
  const answered = columnsOf(trial.timeline, MOST_COLUMNS).filter(({ n }) => n > 0);
  return answered.length === 0 ? [1] : answered.flatMap(({ p50Ms, maxMs }) => [p50Ms, maxMs]);
};

function panelOf(trial: SuiteResult, kind: Scale['kind'], top: number): readonly Markup[] {
  const spanS = endOf(trial.timeline);
  const columns = columnsOf(trial.timeline, MOST_COLUMNS);
  const answered = columns.filter(({ n }) => n > 0);
  const y = latencyScale(valuesOf(trial), PLOT_PX, 0, kind);
  const x = (seconds: number): number => (seconds / spanS) * SPAN_PX;
  const stalls = stallsOf(trial.timeline, usualOf(trial));
  const panel: Panel = { trial, columns, stalls, x, y, spanS, top: top + 34 };
  return [
    svgText(MARGIN, top + 10, `${trial.suite}, ${shapeText(trial)}, ms`),
    ...axes(panel),
    curves(panel),
    ...stallNames(panel),
    ...(answered.length === 0
      ? [svgText(RIGHT_PX + 8, panel.top + PLOT_PX / 2, 'no right answer', { kind: 'small', colour: 'bad' })]
      : endLabels(panel, answered)),
  ];
}

/** Labels of the median and the maximum of the trial, each at the height of its value. */
function endLabels({ trial, y, top }: Panel, answered: readonly Column[]): readonly Markup[] {
  const slowest = reportedMs(trial)?.max ?? Math.max(...answered.map(({ maxMs }) => maxMs));
  const usual = usualOf(trial);
  return [
    svgText(RIGHT_PX + 8, top + y(usual) + 4, `p50 ${durationText(usual)}`, { kind: 'small', colour: 'main' }),
    ...(y(usual) - y(slowest) > 16
      ? [svgText(RIGHT_PX + 8, top + y(slowest) + 4, `max ${durationText(slowest)}`, { kind: 'small' })]
      : []),
  ];
}

function axes({ columns, x, y, spanS, top }: Panel): readonly Markup[] {
  const bottom = top + PLOT_PX;
  const ticks = timeTicks(spanS).flatMap((seconds) => [
    line(LEFT_PX + x(seconds), bottom, LEFT_PX + x(seconds), bottom + 4, 'l thin s-soft'),
    svgText(LEFT_PX + x(seconds), bottom + 17, timeText(seconds), { kind: 'small', colour: 'soft', anchor: 'middle' }),
  ]);
  const scale = columns.some(({ n }) => n > 0) ? spaced(y.ticks, y) : [];
  return [
    ...scale.flatMap((tick) => [
      line(LEFT_PX, top + y(tick), RIGHT_PX, top + y(tick), 'l thin s-rule'),
      svgText(LEFT_PX - 6, top + y(tick) + 4, tickText(tick), {
        kind: 'small',
        colour: 'soft',
        anchor: 'end',
      }),
    ]),
    element('g', { class: 'ticks', 'data-y': bottom }, ...ticks),
  ];
}
