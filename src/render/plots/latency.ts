import { line as lineThrough } from 'd3-shape';
import type { Run } from '../../model/run.ts';
import type { SuiteId, SuiteResult } from '../../model/suite.ts';
import { suiteIdsOf } from '../../model/suite-ids.ts';
import { shapeText } from '../load-text.ts';
import type { Markup } from '../markup.ts';
import { countText, durationText } from '../number-text.ts';
import type { PlotMember } from './contract.ts';
import { type Limit, limitLine, limitOf } from './limit-line.ts';
import { type Curve, curveOf, ninesOf, PERCENTS, type Point } from './percentiles.ts';
import {
  apart,
  latencyScale,
  type Scale,
  scaleKind,
  axisText,
  spaced,
  type Stroke,
  strokeAt,
  tickText,
} from './scales.ts';
import { heading, line, mark, MARGIN, px, textWidth, TOP, WIDTH, svgText } from './svg.ts';

const PANEL_PX = 178;
const PLOT_PX = 112;
const LEFT_PX = MARGIN + 44;
const RIGHT_PX = WIDTH - MARGIN - 214;

interface Panel {
  readonly suite: SuiteId;
  readonly curves: readonly Curve[];
  readonly limit: Limit | null;
}

/** The latency distribution of each suite: each step to the right shows the slowest tenth of the step before. */
export const latency: PlotMember = {
  name: 'latency',
  draw(run) {
    const panels = panelsOf(run);
    if (panels.length === 0) return null;
    const kind = scaleKind(panels.map(valuesOf));
    return {
      title: 'How long answers take',
      description: `${panels.flatMap(({ suite, curves }) => curves.map((curve) => describe(suite, curve))).join('. ')}.`,
      height: TOP + panels.length * PANEL_PX,
      parts: [
        ...heading(
          'How long answers take',
          `Percentiles of right answers, the slowest (max) at the end of its line; ${axisText(kind)}`,
        ),
        ...panels.flatMap((panel, index) => panelOf(panel, kind, TOP + index * PANEL_PX)),
      ],
    };
  },
};

const panelsOf = (run: Run): readonly Panel[] =>
  suiteIdsOf(run)
    .map((suite) => ({
      suite,
      curves: run.suites.filter((trial) => trial.suite === suite && trial.arm === 'target').flatMap(curveOf),
      limit: limitOf(run, suite),
    }))
    .filter(({ curves }) => curves.length > 0);

const valuesOf = ({ curves, limit }: Panel): readonly number[] => [
  ...curves.flatMap(({ points }) => points.map(({ ms }) => ms)),
  ...(limit === null ? [] : [limit.ms]),
];

const describe = (suite: string, curve: Curve): string =>
  `${suite}, ${shapeText(curve.trial)}: median ${durationText(curve.medianMs)}, max ${durationText(curve.maxMs)}${failuresText(curve)}`;

/** Failed requests have no latency and are in no curve. */
const failuresText = ({ trial: { errors } }: Curve): string => (errors === 0 ? '' : `, ${countText(errors)} failed`);

/** The same shape of trial has the same stroke in every panel. */
function strokeOf({ connection, connections, model }: SuiteResult): Stroke {
  if (connection === 'new-per-request') return strokeAt(1);
  return strokeAt(connections === 1 && model === 'closed' ? 0 : 2);
}

function panelOf(panel: Panel, kind: Scale['kind'], top: number): readonly Markup[] {
  const { suite, curves, limit } = panel;
  const y = latencyScale(valuesOf(panel), top + 22 + PLOT_PX, top + 22, kind);
  const most = Math.max(...curves.map(({ endNines }) => endNines));
  const x = (nines: number): number => LEFT_PX + (nines / most) * (RIGHT_PX - LEFT_PX);
  const labels = apart(
    curves.map(({ maxMs }) => y(maxMs) + 4),
    15,
    top + 22 + PLOT_PX,
  );
  const drawnAt = curves.flatMap(({ points }) => points.map(({ nines, ms }) => [x(nines), y(ms)] as const));
  return [
    svgText(MARGIN, top + 2, `${suite}, ms`),
    ...axes(panel, { x, y }, top),
    ...(limit === null ? [] : limitLine(limit, { y: y(limit.ms), from: LEFT_PX, to: RIGHT_PX, drawnAt })),
    ...curves.flatMap((curve, index) => drawn(curve, { x, y, labelY: labels[index] ?? 0 })),
  ];
}

function axes({ curves }: Panel, { x, y }: Pick<Place, 'x' | 'y'>, top: number): readonly Markup[] {
  const bottom = top + 22 + PLOT_PX;
  const reached = PERCENTS.filter((percent) => curves.some(({ dots }) => dots.some((dot) => dot.percent === percent)));
  return [
    ...spaced(y.ticks, y).flatMap((tick) => [
      line(LEFT_PX, y(tick), RIGHT_PX, y(tick), 'l thin s-rule'),
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
  readonly labelY: number;
}

function drawn(curve: Curve, { x, y, labelY }: Place): readonly Markup[] {
  const { colour, dash } = strokeOf(curve.trial);
  const path = lineThrough<Point>()
    .x(({ nines }) => px(x(nines)))
    .y(({ ms }) => px(y(ms)))
    .digits(1);
  const text = `${shapeText(curve.trial)}, max ${durationText(curve.maxMs)}${failuresText(curve)}`;
  const [endX, endY] = [x(curve.endNines), y(curve.maxMs)];
  const ofTrial = `${curve.trial.suite}, ${shapeText(curve.trial)}`;
  return [
    mark('path', { d: path(curve.points) ?? '', class: `l s-${colour}${dash}` }, text),
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
    line(endX + 5, endY, RIGHT_PX + 8, labelY - 4, 'l thin s-rule'),
    svgText(RIGHT_PX + 12, labelY, text, { kind: 'small', colour }),
  ];
}
