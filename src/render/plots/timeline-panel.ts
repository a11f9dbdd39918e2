import { area, line as lineThrough } from 'd3-shape';
import type { SuiteResult } from '../../model/suite.ts';
import { stallLengthText } from '../failure-text.ts';
import { element, type Markup } from '../markup.ts';
import { failuresOf, mergedFailures, type Stall } from '../stalls.ts';
import { countText } from '../number-text.ts';
import type { Column } from './columns.ts';
import { type Scale, timeText } from './scales.ts';
import { HATCH, mark, px, textWidth, svgText } from './svg.ts';

export const PLOT_PX = 86;

const MOST_NAMED_STALLS = 3;
/** More lines than this would cover each other. */
const MOST_DRAWN_STALLS = 60;

/** The latency of one trial over time. */
export interface Panel {
  readonly trial: SuiteResult;
  readonly columns: readonly Column[];
  readonly stalls: readonly Stall[];
  readonly x: (seconds: number) => number;
  readonly y: Scale;
  readonly spanS: number;
  readonly top: number;
  /** The edges of the plot, and the end of the room for labels beside it. */
  readonly left: number;
  readonly right: number;
  readonly end: number;
}

/** A nested SVG, so that the page can zoom into it. Its data attributes hold the numbers for the tooltips. */
export function curves(panel: Panel): Markup {
  const { columns, stalls, x, y, spanS, top, left, right } = panel;
  const width = px(right - left);
  const slow = stalls.filter(({ failed }) => failed === 0).slice(0, MOST_DRAWN_STALLS);
  return element(
    'svg',
    {
      class: 'course',
      x: left,
      y: px(top),
      width,
      height: PLOT_PX,
      viewBox: `0 0 ${width} ${PLOT_PX}`,
      preserveAspectRatio: 'none',
      'data-span': px(spanS),
      ...numbersOf(columns),
    },
    ...answers(panel, failureBands(panel)),
    ...slow.flatMap((stall) => stallLine(stall, x(stall.fromS + stall.lengthS / 2), y)),
  );
}

const numbersOf = (columns: readonly Column[]): Readonly<Record<string, string>> => ({
  'data-at': columns.map(({ fromS }) => px(fromS)).join(' '),
  'data-n': columns.map(({ n }) => n).join(' '),
  'data-p50': columns.map(({ p50Ms }) => short(p50Ms)).join(' '),
  'data-max': columns.map(({ maxMs }) => short(maxMs)).join(' '),
  'data-errors': columns.map(({ errors }) => errors).join(' '),
  'data-failed': columns.map(({ failedMs }) => short(failedMs)).join(' '),
});

const short = (ms: number): number => Number(ms.toPrecision(3));

/** The right answers, with the failure bands between area and line. The line is interrupted where requests only failed. */
function answers({ trial, columns, x, y }: Panel, bands: readonly Markup[]): readonly Markup[] {
  const failures = failuresOf(trial.timeline);
  const inFailure = ({ fromS, toS }: Column): boolean => failures.some((each) => each.fromS < toS && each.toS > fromS);
  const shown = columns.filter((column) => column.n > 0 || inFailure(column));
  const middle = ({ fromS, toS }: Column): number => px(x((fromS + toS) / 2));
  const isAnswered = ({ n }: Column): boolean => n > 0;
  const median = lineThrough<Column>()
    .defined(isAnswered)
    .x(middle)
    .y(({ p50Ms }) => px(y(p50Ms)))
    .digits(1);
  const reach = area<Column>()
    .defined(isAnswered)
    .x(middle)
    .y0(({ p50Ms }) => px(y(p50Ms)))
    .y1(({ maxMs }) => px(y(maxMs)))
    .digits(1);
  const alone = shown.filter(
    (column, index) =>
      isAnswered(column) &&
      [shown[index - 1], shown[index + 1]].every((next) => (next?.n !== undefined ? next.n === 0 : true)),
  );
  return [
    element('path', { d: reach(shown) ?? '', class: 'f-pale' }),
    ...bands,
    element('path', { d: median(shown) ?? '', class: 'l s-main' }),
    ...alone.map((column) =>
      element('path', { d: `M${middle(column)} ${px(y(column.p50Ms))}h0`, class: 'l point s-main' }),
    ),
  ];
}

/** The narrowest band, so that a short failure stays visible. */
const THINNEST_PX = 2;

/** The time of failed requests, hatched over the full height, since a failure has no latency. */
const failureBands = ({ trial, x }: Panel): readonly Markup[] =>
  mergedFailures(failuresOf(trial.timeline)).flatMap(({ fromS, toS, errors, longestMs }) => {
    const width = Math.max(THINNEST_PX, x(toS) - x(fromS));
    const box = { x: px(x(fromS)), y: 0, width: px(width), height: PLOT_PX };
    const took = longestMs === 0 ? '' : ` after ${stallLengthText({ fromS, lengthS: 0, maxMs: longestMs, failed: 0 })}`;
    const hint = `${countText(errors)} failed${took} at ${timeText(fromS)}`;
    return [mark('rect', { ...box, class: 'f-bad fade' }, hint), element('rect', { ...box, fill: HATCH })];
  });

/** The visible line is thin and dotted, and the one below the pointer wide. */
function stallLine(stall: Stall, x: number, y: Scale): readonly Markup[] {
  const d = `M${px(x)} ${px(y(stall.maxMs))}V${PLOT_PX}`;
  return [
    element('path', { d, class: 'l s-bad dot' }),
    mark('path', { d, class: 'hit' }, `${stallLengthText(stall)} at ${timeText(stall.fromS)}`),
  ];
}

interface Named {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly Markup[];
}

/** Labels of the longest stalls, as far as they do not overlap. */
export function stallNames(panel: Panel): readonly Markup[] {
  const { stalls, top, end } = panel;
  const placed: Named[] = [];
  for (const stall of stalls.slice(0, MOST_DRAWN_STALLS)) {
    const named = nameOf(stall, panel);
    const covers = placed.some(({ from, to }) => named.from < to && named.to > from);
    if (!covers && placed.length < MOST_NAMED_STALLS) placed.push(named);
  }
  const more = stalls.length - placed.length;
  const text = `${countText(more)} more ${more === 1 ? 'stall' : 'stalls'}`;
  const rest = more > 0 ? [svgText(end, top - 24, text, { kind: 'small', colour: 'bad', anchor: 'end' })] : [];
  return [element('g', { class: 'stalls' }, ...placed.flatMap(({ parts }) => parts)), ...rest];
}

function nameOf(stall: Stall, { x, top, left, end }: Panel): Named {
  const text = `${stall.failed === 0 ? '' : '✖ '}${stallLengthText(stall)} at ${timeText(stall.fromS)}`;
  const middle = left + x(stall.fromS + stall.lengthS / 2);
  const half = textWidth(text, 11) / 2 + 6;
  const centre = Math.min(Math.max(middle, left + half), end - half);
  const tip = element('path', { d: `M${px(middle - 4)} ${px(top - 8)}h8l-4 6z`, class: 'f-bad' });
  const label = svgText(centre, top - 11, text, { kind: 'small', colour: 'bad', anchor: 'middle' });
  return { from: centre - half, to: centre + half, parts: [tip, label] };
}
