import { line as lineThrough } from 'd3-shape';
import { decodeHistogram, type LatencyHistogram } from '../../stats/histogram.ts';
import type { Run } from '../../model/run.ts';
import { type SuiteName, suiteNames, type SuiteResult } from '../../model/suite.ts';
import { passWords } from '../load-words.ts';
import type { Markup } from '../markup.ts';
import { durationText } from '../words.ts';
import type { PlotMember } from './contract.ts';
import { apart, latencyScale, type Scale, type Stroke, strokeAt, tickText } from './scales.ts';
import { heading, line, mark, MARGIN, px, textWidth, TOP, WIDTH, words } from './svg.ts';

const PANEL_PX = 178;
const PLOT_PX = 112;
const LEFT_PX = MARGIN + 44;
const RIGHT_PX = WIDTH - MARGIN - 214;

/** Percentiles that a reader has a word for, and no more than the answers can show. */
const TICKS = [0, 50, 90, 99, 99.9, 99.99] as const;

/** One pass: its quantiles along the axis. */
interface Curve {
  readonly pass: SuiteResult;
  readonly points: readonly { readonly nines: number; readonly ms: number }[];
}

interface Panel {
  readonly suite: SuiteName;
  readonly curves: readonly Curve[];
}

/** How the answers of each suite spread: each step to the right looks at a tenth of the answers before it. */
export const latency: PlotMember = {
  name: 'latency',
  draw(run) {
    const panels = panelsOf(run);
    if (panels.length === 0) return null;
    return {
      title: 'How long answers take',
      description: `${panels.flatMap(({ suite, curves }) => curves.map((curve) => spoken(suite, curve))).join('. ')}.`,
      height: TOP + panels.length * PANEL_PX,
      parts: [
        ...heading(
          'How long answers take',
          'Percentiles: each mark to the right leaves out nine tenths of the answers before it',
        ),
        ...panels.flatMap((panel, index) => panelOf(panel, run, TOP + index * PANEL_PX)),
      ],
    };
  },
};

const panelsOf = ({ suites }: Run): readonly Panel[] =>
  suiteNames
    .map((suite) => ({
      suite,
      curves: suites.filter((pass) => pass.suite === suite && pass.arm === 'target').flatMap(curveOf),
    }))
    .filter(({ curves }) => curves.length > 0);

const STEPS_PER_NINE = 24;

function curveOf(pass: SuiteResult): readonly Curve[] {
  const histogram = readable(pass.histogram);
  if (histogram === null || histogram.count < 2) return [];
  const most = ninesOf(histogram.count);
  const steps = Math.ceil(most * STEPS_PER_NINE);
  const points = Array.from({ length: steps + 1 }, (_, index) => {
    const nines = (index / steps) * most;
    return { nines, ms: histogram.percentileMs((1 - 10 ** -nines) * 100) };
  });
  return [{ pass, points }];
}

/** Of a hundred answers the slowest is the 99th percentile: beyond that there is nothing to draw. */
const ninesOf = (count: number): number => Math.log10(count);

/** A saved file may hold anything in this place; a curve that cannot be read is not drawn. */
function readable(histogram: string): LatencyHistogram | null {
  try {
    return decodeHistogram(histogram);
  } catch {
    return null;
  }
}

const endOf = ({ points }: Curve): number => points.at(-1)?.ms ?? 0;
const medianOf = ({ points }: Curve): number => points.find(({ nines }) => nines >= Math.log10(2))?.ms ?? 0;

const spoken = (suite: string, curve: Curve): string =>
  `${suite}, ${passWords(curve.pass)}: half within ${durationText(medianOf(curve))}, slowest ${durationText(endOf(curve))}`;

/** The same kind of pass looks the same in every panel. */
function strokeOf({ connection, connections, model }: SuiteResult): Stroke {
  if (connection === 'new-per-request') return strokeAt(1);
  return strokeAt(connections === 1 && model === 'closed' ? 0 : 2);
}

function panelOf(panel: Panel, run: Run, top: number): readonly Markup[] {
  const { suite, curves } = panel;
  const limit = limitOf(run, suite);
  const values = curves.flatMap(({ points }) => points.map(({ ms }) => ms));
  const y = latencyScale([...values, ...(limit === null ? [] : [limit.ms])], top + 22 + PLOT_PX, top + 22);
  const most = Math.max(...curves.map(({ points }) => points.at(-1)?.nines ?? 0));
  const x = (nines: number): number => LEFT_PX + (nines / most) * (RIGHT_PX - LEFT_PX);
  const labels = apart(
    curves.map((curve) => y(endOf(curve)) + 4),
    15,
    top + 22 + PLOT_PX,
  );
  return [
    words(MARGIN, top + 2, `${suite}, ms`),
    ...axes(x, y, most, top),
    ...(limit === null ? [] : limitLine(limit, panel, { x, y })),
    ...curves.flatMap((curve, index) => drawn(curve, { x, y, labelY: labels[index] ?? 0 })),
  ];
}

function axes(x: (nines: number) => number, y: Scale, most: number, top: number): readonly Markup[] {
  const bottom = top + 22 + PLOT_PX;
  const percents = TICKS.map((percent) => ({ percent, nines: -Math.log10(1 - percent / 100) }));
  return [
    ...y.ticks.flatMap((tick) => [
      line(LEFT_PX, y(tick), RIGHT_PX, y(tick), 'l thin s-rule'),
      words(LEFT_PX - 6, y(tick) + 4, tickText(tick), { kind: 'small', colour: 'soft', anchor: 'end' }),
    ]),
    ...percents
      .filter(({ nines }) => nines <= most)
      .flatMap(({ percent, nines }) => [
        line(x(nines), bottom, x(nines), bottom + 4, 'l thin s-soft'),
        words(x(nines), bottom + 17, percent === 0 ? 'fastest' : `p${percent}`, {
          kind: 'small',
          colour: 'soft',
          anchor: percent === 0 ? 'start' : 'middle',
        }),
      ]),
  ];
}

interface Limit {
  readonly ms: number;
  readonly text: string;
}

/** A target in milliseconds, as its own words say it; one of errors or rates is no line on this axis. */
function limitOf({ verdicts }: Run, suite: string): Limit | null {
  const judged = verdicts.find((verdict) => verdict.suite === suite);
  const [, amount, unit] = /<=?\s*([\d.]+)\s*(us|ms|s)$/.exec(judged?.target ?? '') ?? [];
  if (judged === undefined || amount === undefined) return null;
  const msIn = { us: 0.001, ms: 1, s: 1_000 }[unit ?? 'ms'] ?? 1;
  return { ms: Number(amount) * msIn, text: judged.target };
}

/** Its words stand at the end and on the side of the line where no curve passes; where all are taken, the first. */
function limitLine({ ms, text }: Limit, panel: Panel, { x, y }: Pick<Place, 'x' | 'y'>): readonly Markup[] {
  const points = panel.curves.flatMap(({ points: all }) => all.map(({ nines, ms: at }) => [x(nines), y(at)] as const));
  const width = textWidth(text, 11);
  const isFree = ({ from, baseline }: { readonly from: number; readonly baseline: number }): boolean =>
    !points.some(
      ([across, down]) => across > from - 4 && across < from + width && down > baseline - 13 && down < baseline + 4,
    );
  const places = [LEFT_PX + 6, RIGHT_PX - width].flatMap((from) =>
    [y(ms) - 5, y(ms) + 13].map((baseline) => ({ from, baseline })),
  );
  const place = places.find(isFree) ?? { from: LEFT_PX + 6, baseline: y(ms) - 5 };
  return [
    line(LEFT_PX, y(ms), RIGHT_PX, y(ms), 'l thin dash s-ink'),
    words(place.from, place.baseline, text, { kind: 'small' }),
  ];
}

interface Place {
  readonly x: (nines: number) => number;
  readonly y: Scale;
  readonly labelY: number;
}

function drawn(curve: Curve, { x, y, labelY }: Place): readonly Markup[] {
  const { colour, dash } = strokeOf(curve.pass);
  const path = lineThrough<Curve['points'][number]>()
    .x(({ nines }) => px(x(nines)))
    .y(({ ms }) => px(y(ms)))
    .digits(1);
  const said = `${passWords(curve.pass)}, up to ${durationText(endOf(curve))}`;
  const endPx = x(curve.points.at(-1)?.nines ?? 0);
  return [
    mark('path', { d: path(curve.points) ?? '', class: `l s-${colour}${dash}` }, said),
    ...[50, 90, 95, 99].flatMap((percent) => hoverPoint(curve, percent, { x, y }, colour)),
    line(endPx + 2, y(endOf(curve)), RIGHT_PX + 6, labelY - 4, 'l thin s-rule'),
    words(RIGHT_PX + 10, labelY, said, { kind: 'small', colour }),
  ];
}

function hoverPoint(
  curve: Curve,
  percent: number,
  { x, y }: Pick<Place, 'x' | 'y'>,
  colour: string,
): readonly Markup[] {
  const nines = -Math.log10(1 - percent / 100);
  const point = curve.points.find((candidate) => candidate.nines >= nines - 1e-9);
  if (point === undefined) return [];
  const hint = `${curve.pass.suite}, ${passWords(curve.pass)}: p${percent} ${durationText(point.ms)}`;
  return [mark('circle', { cx: px(x(point.nines)), cy: px(y(point.ms)), r: 3, class: `f-${colour}` }, hint)];
}
