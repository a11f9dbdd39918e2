import { area, line as lineThrough } from 'd3-shape';
import type { Run } from '../../model/run.ts';
import type { Stretch, SuiteResult } from '../../model/suite.ts';
import { feltMs, passWords } from '../load-words.ts';
import { element, type Markup } from '../markup.ts';
import { countText, durationText } from '../words.ts';
import { type Column, columnsOf, endOf, stallsOf } from './columns.ts';
import type { PlotMember } from './contract.ts';
import { latencyScale, type Scale, tickText, timeText, timeTicks } from './scales.ts';
import { heading, line, mark, MARGIN, px, textWidth, TOP, WIDTH, words } from './svg.ts';

const PANEL_PX = 156;
const PLOT_PX = 86;
const LEFT_PX = MARGIN + 44;
const RIGHT_PX = WIDTH - MARGIN - 96;
const SPAN_PX = RIGHT_PX - LEFT_PX;
/** Two pixels a column: what is drawn finer nobody sees. */
const MOST_COLUMNS = SPAN_PX / 2;
/** Fewer points are no course of time. */
const FEWEST_STRETCHES = 3;
/** A page of pictures that nobody scrolls through shows nothing. */
const MOST_PANELS = 12;
const MOST_NAMED_STALLS = 3;

/** How each pass went second by second: what is slow all the time looks unlike what stands still now and then. */
export const timeline: PlotMember = {
  name: 'timeline',
  draw({ suites }: Run) {
    const passes = suites.filter((pass) => pass.timeline.length >= FEWEST_STRETCHES && feltMs(pass) !== null);
    if (passes.length === 0) return null;
    const shown = passes.slice(0, MOST_PANELS);
    const more = passes.length - shown.length;
    return {
      title: 'Latency over time',
      description: `${shown.map(spoken).join('. ')}.`,
      height: TOP + shown.length * PANEL_PX + (more > 0 ? 24 : 0),
      parts: [
        ...heading(
          'Latency over time',
          'The line is the median, the area reaches to the slowest answer of each moment',
        ),
        ...shown.flatMap((pass, index) => panelOf(pass, TOP + index * PANEL_PX)),
        ...(more > 0 ? [words(MARGIN, TOP + shown.length * PANEL_PX + 10, `and ${more} more passes`)] : []),
      ],
    };
  },
};

const usualOf = (pass: SuiteResult): number => feltMs(pass)?.p50 ?? 0;

function spoken(pass: SuiteResult): string {
  const stalls = stallsOf(pass.timeline, usualOf(pass));
  const [longest] = stalls;
  const stood =
    longest === undefined
      ? 'no stall'
      : `${stalls.length} ${stalls.length === 1 ? 'stall' : 'stalls'}, the longest ${durationText(longest.maxMs)} at ${timeText(longest.fromS)}`;
  return `${pass.suite}, ${passWords(pass)}: median ${durationText(usualOf(pass))} over ${timeText(endOf(pass.timeline))}, ${stood}`;
}

interface Panel {
  readonly pass: SuiteResult;
  readonly columns: readonly Column[];
  readonly stalls: readonly Stretch[];
  readonly x: (seconds: number) => number;
  readonly y: Scale;
  readonly spanS: number;
  readonly top: number;
}

function panelOf(pass: SuiteResult, top: number): readonly Markup[] {
  const spanS = endOf(pass.timeline);
  const columns = columnsOf(pass.timeline, MOST_COLUMNS).filter(({ n }) => n > 0);
  const y = latencyScale(
    columns.flatMap(({ p50Ms, maxMs }) => [p50Ms, maxMs]),
    PLOT_PX,
    0,
  );
  const x = (seconds: number): number => (seconds / spanS) * SPAN_PX;
  const panel: Panel = { pass, columns, stalls: stallsOf(pass.timeline, usualOf(pass)), x, y, spanS, top: top + 34 };
  const slowest = Math.max(...columns.map(({ maxMs }) => maxMs));
  const last = columns.at(-1);
  return [
    words(MARGIN, top + 10, `${pass.suite}, ${passWords(pass)}, ms`),
    ...axes(panel),
    curves(panel),
    ...stallNames(panel),
    words(RIGHT_PX + 8, panel.top + y(last?.p50Ms ?? 0) + 4, `p50 ${durationText(usualOf(pass))}`, {
      kind: 'small',
      colour: 'main',
    }),
    ...(y(usualOf(pass)) - y(slowest) > 16
      ? [words(RIGHT_PX + 8, panel.top + y(slowest) + 4, `max ${durationText(slowest)}`, { kind: 'small' })]
      : []),
  ];
}

function axes({ x, y, spanS, top }: Panel): readonly Markup[] {
  const bottom = top + PLOT_PX;
  const ticks = timeTicks(spanS).flatMap((seconds) => [
    line(LEFT_PX + x(seconds), bottom, LEFT_PX + x(seconds), bottom + 4, 'l thin s-soft'),
    words(LEFT_PX + x(seconds), bottom + 17, timeText(seconds), { kind: 'small', colour: 'soft', anchor: 'middle' }),
  ]);
  return [
    ...y.ticks.flatMap((tick) => [
      line(LEFT_PX, top + y(tick), RIGHT_PX, top + y(tick), 'l thin s-rule'),
      words(LEFT_PX - 6, top + y(tick) + 4, tickText(tick), {
        kind: 'small',
        colour: 'soft',
        anchor: 'end',
      }),
    ]),
    element('g', { class: 'ticks', 'data-y': bottom }, ...ticks),
  ];
}

/** A picture inside the picture, so that a page can stretch a part of it; its numbers come along for whoever points at it. */
function curves({ columns, stalls, x, y, spanS, top }: Panel): Markup {
  const middle = ({ fromS, toS }: Column): number => px(x((fromS + toS) / 2));
  const median = lineThrough<Column>()
    .x(middle)
    .y(({ p50Ms }) => px(y(p50Ms)))
    .digits(1);
  const reach = area<Column>()
    .x(middle)
    .y0(({ p50Ms }) => px(y(p50Ms)))
    .y1(({ maxMs }) => px(y(maxMs)))
    .digits(1);
  return element(
    'svg',
    {
      class: 'course',
      x: LEFT_PX,
      y: px(top),
      width: SPAN_PX,
      height: PLOT_PX,
      viewBox: `0 0 ${SPAN_PX} ${PLOT_PX}`,
      preserveAspectRatio: 'none',
      'data-span': px(spanS),
      'data-at': columns.map(({ fromS }) => px(fromS)).join(' '),
      'data-p50': columns.map(({ p50Ms }) => short(p50Ms)).join(' '),
      'data-max': columns.map(({ maxMs }) => short(maxMs)).join(' '),
    },
    element('path', { d: reach(columns) ?? '', class: 'f-pale' }),
    element('path', { d: median(columns) ?? '', class: 'l s-main' }),
    ...stalls.slice(0, MOST_DRAWN_STALLS).map((stall) => stallLine(stall, x(stall.fromS + stall.lengthS / 2), y)),
  );
}

/** Where everything stands still, lines beside lines say no more. */
const MOST_DRAWN_STALLS = 60;

const short = (ms: number): number => Number(ms.toPrecision(3));

const stallLine = (stall: Stretch, x: number, y: Scale): Markup =>
  mark(
    'path',
    { d: `M${px(x)} ${px(y(stall.maxMs))}V${PLOT_PX}`, class: 'l s-bad dot' },
    `${durationText(stall.maxMs)} at ${timeText(stall.fromS)}`,
  );

/** The longest by name, as far as they do not cover each other. */
function stallNames({ stalls, x, top }: Panel): readonly Markup[] {
  const placed: { readonly from: number; readonly to: number; readonly parts: readonly Markup[] }[] = [];
  for (const { maxMs, fromS, lengthS } of stalls.slice(0, MOST_DRAWN_STALLS)) {
    const said = `${durationText(maxMs)} at ${timeText(fromS)}`;
    const middle = LEFT_PX + x(fromS + lengthS / 2);
    const half = textWidth(said, 11) / 2 + 6;
    const centre = Math.min(Math.max(middle, LEFT_PX + half), WIDTH - MARGIN - half);
    const covers = placed.some(({ from, to }) => centre - half < to && centre + half > from);
    if (covers || placed.length === MOST_NAMED_STALLS) continue;
    const tip = element('path', { d: `M${px(middle - 4)} ${px(top - 8)}h8l-4 6z`, class: 'f-bad' });
    const label = words(centre, top - 11, said, { kind: 'small', colour: 'bad', anchor: 'middle' });
    placed.push({ from: centre - half, to: centre + half, parts: [tip, label] });
  }
  const more = stalls.length - placed.length;
  const rest =
    more > 0
      ? [
          words(WIDTH - MARGIN, top - 24, `${countText(more)} more stalls`, {
            kind: 'small',
            colour: 'bad',
            anchor: 'end',
          }),
        ]
      : [];
  return [element('g', { class: 'stalls' }, ...placed.flatMap(({ parts }) => parts)), ...rest];
}
