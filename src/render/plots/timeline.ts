import type { Run } from '../../model/run.ts';
import type { SuiteResult } from '../../model/suite.ts';
import { reportedMs, shapeText } from '../load-text.ts';
import { element, type Markup } from '../markup.ts';
import { countText, durationText } from '../number-text.ts';
import { failureText, stallText } from '../failure-text.ts';
import { stallsOf } from '../stalls.ts';
import { columnsOf, endOf } from './columns.ts';
import type { Frame, PlotMember } from './contract.ts';
import { type Limit, limitLine, limitOf } from './limit-line.ts';
import { latencyScale, type Scale, scaleKind, axisText, spaced, tickText, timeText, timeTicks } from './scales.ts';
import { line, MARGIN, svgText } from './svg.ts';
import { curves, type Panel, PLOT_PX, stallNames } from './timeline-panel.ts';

const PANEL_PX = 156;
/** Above the plot: the name of the trial, and in the narrow form its values. */
const NAME_PX = 30;
const VALUES_PX = 16;
const LEFT_PX = MARGIN + 44;
/** A finer plot would not be visible: two pixels a column in the wide form. */
const MOST_COLUMNS = 270;
/** The room beside the plot: for half the last time label, or for the values of the trial. */
const HALF_LABEL_PX = 24;
const VALUE_PX = 96;
/** Time labels in the narrow form. */
const FEW_TICKS = 4;
/** A timeline needs at least this many points. */
const FEWEST_STRETCHES = 3;
/** More panels would make the figure too long to read. */
const MOST_PANELS = 12;

/** The latency of each trial over time. Constant slowness and occasional stalls look different. */
export const timeline: PlotMember = {
  name: 'timeline',
  draw(run, frame) {
    const trials = trialsOf(run);
    const [worst] = trials.toSorted((a, b) => worstOf(b) - worstOf(a) || b.errors - a.errors);
    if (worst === undefined) return null;
    const shown = trials.slice(0, MOST_PANELS).map((trial) => ({ trial, limit: limitIn(run, trial) }));
    const more = trials.length - shown.length;
    const kind = scaleKind(shown.map(valuesOf));
    const panelPx = PANEL_PX + (frame.form === 'narrow' ? VALUES_PX : 0);
    const failed = shown.some(({ trial }) => trial.errors > 0) ? FAILED_LEGEND : '';
    return {
      title: titleOf(worst),
      subtitle: `Line: median; area: up to the slowest; ${axisText(kind, shown.length)}${failed}`,
      description: `${shown.map(({ trial }) => describe(trial)).join('. ')}.`,
      height: shown.length * panelPx + (more > 0 ? 24 : 0),
      parts: [
        ...shown.flatMap((each, index) => panelOf(each, kind, index * panelPx, frame)),
        ...(more > 0 ? [svgText(MARGIN, shown.length * panelPx + 10, `and ${more} more trials`)] : []),
      ],
    };
  },
};

const trialsOf = ({ suites }: Run): readonly SuiteResult[] =>
  suites.filter(
    (trial) => trial.timeline.length >= FEWEST_STRETCHES && (reportedMs(trial) !== null || trial.errors > 0),
  );

/** The longest stall of a trial. */
const worstOf = (trial: SuiteResult): number => stallsOf(trial.timeline, usualOf(trial))[0]?.maxMs ?? 0;

function titleOf(trial: SuiteResult): string {
  if (worstOf(trial) > 0) return `${trial.suite}: ${stallText(trial, usualOf(trial), timeText)}`;
  const failed = failureText(trial);
  if (failed !== null) return `${trial.suite}: ${failed}`;
  return `${trial.suite}: ${medianText(trial)} over ${timeText(endOf(trial.timeline))}, no stall`;
}

interface Shown {
  readonly trial: SuiteResult;
  readonly limit: Limit | null;
}

/** A limit far above all answers would press them against the axis. */
const MOST_ABOVE = 2;

/** The limit of the trial that it judges, the first one of its suite. */
function limitIn(run: Run, trial: SuiteResult): Limit | null {
  const isJudged = run.suites.find(({ suite, arm }) => suite === trial.suite && arm === 'target') === trial;
  const limit = isJudged ? limitOf(run, trial.suite) : null;
  const slowest = Math.max(...valuesOf({ trial, limit: null }));
  return limit !== null && limit.ms <= slowest * MOST_ABOVE ? limit : null;
}

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

function valuesOf({ trial, limit }: Shown): readonly number[] {
  const answered = columnsOf(trial.timeline, MOST_COLUMNS).filter(({ n }) => n > 0);
  const times = answered.length === 0 ? [1] : answered.flatMap(({ p50Ms, maxMs }) => [p50Ms, maxMs]);
  return limit === null ? times : [...times, limit.ms];
}

function panelOf({ trial, limit }: Shown, kind: Scale['kind'], top: number, frame: Frame): readonly Markup[] {
  const isNarrow = frame.form === 'narrow';
  const spanS = endOf(trial.timeline);
  const columns = columnsOf(trial.timeline, MOST_COLUMNS);
  const y = latencyScale(valuesOf({ trial, limit }), PLOT_PX, 0, kind);
  const end = frame.width - MARGIN;
  const right = end - (isNarrow ? HALF_LABEL_PX : VALUE_PX);
  const x = (seconds: number): number => (seconds / spanS) * (right - LEFT_PX);
  const stalls = stallsOf(trial.timeline, usualOf(trial));
  const below = top + NAME_PX + 4 + (isNarrow ? VALUES_PX : 0);
  const panel: Panel = { trial, columns, stalls, x, y, spanS, top: below, left: LEFT_PX, right, end };
  return [
    svgText(MARGIN, top + 12, `${trial.suite}, ${shapeText(trial)}, ms`),
    ...axes(panel, isNarrow ? FEW_TICKS : undefined),
    curves(panel),
    ...(limit === null ? [] : limitParts(panel, limit)),
    ...stallNames(panel),
    ...(isNarrow ? valuesLine(trial, top + 12 + VALUES_PX) : endLabels(panel)),
  ];
}

function limitParts({ columns, x, y, top, left, right }: Panel, limit: Limit): readonly Markup[] {
  const drawnAt = columns.flatMap(({ fromS, p50Ms, maxMs }) =>
    [p50Ms, maxMs].map((ms) => [left + x(fromS), top + y(ms)] as const),
  );
  return limitLine(limit, { y: top + y(limit.ms), from: left, to: right, drawnAt });
}

/** The values of the whole trial, where there is no room beside the plot. */
function valuesLine(trial: SuiteResult, baseline: number): readonly Markup[] {
  const times = reportedMs(trial);
  const text = times === null ? NO_ANSWER : `p50 ${durationText(times.p50)}, max ${durationText(times.max)}`;
  return [svgText(MARGIN, baseline, text, { kind: 'small', colour: times === null ? 'bad' : 'main' })];
}

const NO_ANSWER = 'no right answer';

/** Labels of the median and the maximum of the trial, each at the height of its value. */
function endLabels({ trial, columns, y, top, right }: Panel): readonly Markup[] {
  const answered = columns.filter(({ n }) => n > 0);
  if (answered.length === 0)
    return [svgText(right + 8, top + PLOT_PX / 2, NO_ANSWER, { kind: 'small', colour: 'bad' })];
  const slowest = reportedMs(trial)?.max ?? Math.max(...answered.map(({ maxMs }) => maxMs));
  const usual = usualOf(trial);
  return [
    svgText(right + 8, top + y(usual) + 4, `p50 ${durationText(usual)}`, { kind: 'small', colour: 'main' }),
    ...(y(usual) - y(slowest) > 16
      ? [svgText(right + 8, top + y(slowest) + 4, `max ${durationText(slowest)}`, { kind: 'small' })]
      : []),
  ];
}

function axes({ columns, x, y, spanS, top, left, right }: Panel, most?: number): readonly Markup[] {
  const bottom = top + PLOT_PX;
  const ticks = timeTicks(spanS, most).flatMap((seconds) => [
    line(left + x(seconds), bottom, left + x(seconds), bottom + 4, 'l thin s-soft'),
    svgText(left + x(seconds), bottom + 17, timeText(seconds), { kind: 'small', colour: 'soft', anchor: 'middle' }),
  ]);
  const scale = columns.some(({ n }) => n > 0) ? spaced(y.ticks, y) : [];
  return [
    ...scale.flatMap((tick) => [
      line(left, top + y(tick), right, top + y(tick), 'l thin s-rule'),
      svgText(left - 6, top + y(tick) + 4, tickText(tick), {
        kind: 'small',
        colour: 'soft',
        anchor: 'end',
      }),
    ]),
    element('g', { class: 'ticks', 'data-y': bottom }, ...ticks),
  ];
}
