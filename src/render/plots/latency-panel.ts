import { line as lineThrough } from 'd3-shape';
import type { SuiteId, SuiteResult } from '../../model/suite.ts';
import { shapeText } from '../load-text.ts';
import type { Markup } from '../markup.ts';
import { countText, durationText } from '../number-text.ts';
import type { Frame } from './contract.ts';
import { LEGEND_LINE_PX, legendRow } from './legend.ts';
import { type Limit, limitLine } from './limit-line.ts';
import { type Curve, ninesOf, PERCENTS, type Point } from './percentiles.ts';
import { apart, latencyScale, type Scale, spaced, type Stroke, strokeAt, tickText } from './scales.ts';
import { line, mark, MARGIN, px, textWidth, svgText } from './svg.ts';

const PLOT_PX = 112;
/** Above the plot: the name of the suite. */
const NAME_PX = 30;
/** Below the plot: two rows of percentiles. */
const AXIS_PX = 44;
const LEFT_PX = MARGIN + 44;

/** One suite: its curves, and its limit. */
export interface Panel {
  readonly suite: SuiteId;
  readonly curves: readonly Curve[];
  readonly limit: Limit | null;
}

/** The room beside a plot for the names of its curves. */
const NAMES_PX = 214;

/** Names that do not fit beside the plot stand in a legend below it. */
const hasLegend = ({ curves }: Panel, { form }: Frame): boolean =>
  form === 'narrow' || curves.some((curve) => textWidth(nameOf(curve), 11) > NAMES_PX - 14);

/** The height of a panel with its name, its axis and its legend. */
export const heightOf = (panel: Panel, frame: Frame): number =>
  NAME_PX + PLOT_PX + AXIS_PX + (hasLegend(panel, frame) ? panel.curves.length * LEGEND_LINE_PX + 8 : 0);

export const valuesOf = ({ curves, limit }: Panel): readonly number[] => [
  ...curves.flatMap(({ points }) => points.map(({ ms }) => ms)),
  ...(limit === null ? [] : [limit.ms]),
];

/** Failed requests have no latency and are in no curve. */
export const failuresText = ({ trial: { errors } }: Curve): string =>
  errors === 0 ? '' : `, ${countText(errors)} failed`;

/** The same shape of trial has the same stroke in every panel. */
function strokeOf({ connection, connections, model }: SuiteResult): Stroke {
  if (connection === 'new-per-request') return strokeAt(1);
  return strokeAt(connections === 1 && model === 'closed' ? 0 : 2);
}

export function panelOf(panel: Panel, kind: Scale['kind'], top: number, frame: Frame): readonly Markup[] {
  const { suite, curves, limit } = panel;
  const bottom = top + NAME_PX + PLOT_PX;
  const y = latencyScale(valuesOf(panel), bottom, top + NAME_PX, kind);
  const most = Math.max(...curves.map(({ endNines }) => endNines));
  const right = frame.width - MARGIN - (hasLegend(panel, frame) ? 8 : NAMES_PX);
  const x = (nines: number): number => LEFT_PX + (nines / most) * (right - LEFT_PX);
  const place = { x, y, right, bottom };
  const drawnAt = curves.flatMap(({ points }) => points.map(({ nines, ms }) => [x(nines), y(ms)] as const));
  return [
    svgText(MARGIN, top + 12, `${suite}, ms`),
    ...axes(panel, place),
    ...(limit === null ? [] : limitLine(limit, { y: y(limit.ms), from: LEFT_PX, to: right, drawnAt })),
    ...curves.flatMap((curve) => drawn(curve, place)),
    ...(hasLegend(panel, frame) ? legendOf(curves, bottom) : namesOf(curves, place)),
  ];
}

function axes({ curves }: Panel, { x, y, right, bottom }: Place): readonly Markup[] {
  const reached = PERCENTS.filter((percent) => curves.some(({ dots }) => dots.some((dot) => dot.percent === percent)));
  return [
    ...spaced(y.ticks, y).flatMap((tick) => [
      line(LEFT_PX, y(tick), right, y(tick), 'l thin s-rule'),
      svgText(LEFT_PX - 6, y(tick) + 4, tickText(tick), { kind: 'small', colour: 'soft', anchor: 'end' }),
    ]),
    line(LEFT_PX, bottom, LEFT_PX, bottom + 4, 'l thin s-soft'),
    svgText(LEFT_PX, bottom + LABEL_PX, 'fastest', { kind: 'small', colour: 'soft' }),
    ...percentTicks(reached, x, bottom),
  ];
}

const LABEL_PX = 17;
const SECOND_ROW_PX = 29;
const LABEL_GAP_PX = 6;

/** Each percentile has a tick. A label without room beside the one before it moves to a second row. */
function percentTicks(percents: readonly number[], x: Place['x'], bottom: number): readonly Markup[] {
  let takenPx = LEFT_PX + textWidth('fastest', 11);
  return percents.flatMap((percent) => {
    const [at, name] = [x(ninesOf(percent)), `p${percent}`];
    const half = textWidth(name, 11) / 2;
    const isFree = at - half > takenPx + LABEL_GAP_PX;
    if (isFree) takenPx = at + half;
    return [
      line(at, bottom, at, bottom + 4, 'l thin s-soft'),
      svgText(at, bottom + (isFree ? LABEL_PX : SECOND_ROW_PX), name, {
        kind: 'small',
        colour: 'soft',
        anchor: 'middle',
      }),
    ];
  });
}

interface Place {
  readonly x: (nines: number) => number;
  readonly y: Scale;
  readonly right: number;
  readonly bottom: number;
}

const nameOf = (curve: Curve): string =>
  `${shapeText(curve.trial)}, max ${durationText(curve.maxMs)}${failuresText(curve)}`;

function drawn(curve: Curve, { x, y }: Place): readonly Markup[] {
  const { colour, dash } = strokeOf(curve.trial);
  const path = lineThrough<Point>()
    .x(({ nines }) => px(x(nines)))
    .y(({ ms }) => px(y(ms)))
    .digits(1);
  const [endX, endY] = [x(curve.endNines), y(curve.maxMs)];
  const ofTrial = `${curve.trial.suite}, ${shapeText(curve.trial)}`;
  return [
    mark('path', { d: path(curve.points) ?? '', class: `l s-${colour}${dash}` }, nameOf(curve)),
    ...curve.dots.map(({ percent, nines, ms }) =>
      mark(
        'circle',
        { cx: px(x(nines)), cy: px(y(ms)), r: 3, class: `f-${colour}` },
        `${ofTrial}: p${percent} ${durationText(ms)}`,
      ),
    ),
    mark(
      'path',
      { d: `M${px(endX - 4)} ${px(endY)}l4 -4l4 4l-4 4z`, class: `f-${colour}` },
      `${ofTrial}: max ${durationText(curve.maxMs)}`,
    ),
  ];
}

/** The name of each curve beside its end. */
function namesOf(curves: readonly Curve[], { x, y, right, bottom }: Place): readonly Markup[] {
  const labels = apart(
    curves.map(({ maxMs }) => y(maxMs) + 4),
    15,
    bottom,
  );
  return curves.flatMap((curve, index) => {
    const baseline = labels[index] ?? 0;
    return [
      line(x(curve.endNines) + 5, y(curve.maxMs), right + 8, baseline - 4, 'l thin s-rule'),
      svgText(right + 12, baseline, nameOf(curve), { kind: 'small', colour: strokeOf(curve.trial).colour }),
    ];
  });
}

const legendOf = (curves: readonly Curve[], bottom: number): readonly Markup[] =>
  curves.flatMap((curve, index) =>
    legendRow(strokeOf(curve.trial), bottom + AXIS_PX + 4 + index * LEGEND_LINE_PX, nameOf(curve)),
  );
