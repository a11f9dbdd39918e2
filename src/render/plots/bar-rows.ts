import { scaleLinear } from 'd3-scale';
import type { Markup } from '../markup.ts';
import type { Frame } from './contract.ts';
import { msTickText } from './scales.ts';
import { clip, line, MARGIN, px, svgText, textWidth, wrapped } from './svg.ts';

/** Where a row draws its bar. */
export interface BarPlace {
  readonly y: number;
  readonly height: number;
  readonly x: (ms: number) => number;
}

/** A labelled bar of times, its value at its end, and a caption below it. */
export interface BarRow {
  readonly label: string;
  readonly value: string;
  readonly isBad: boolean;
  readonly fromMs: number;
  readonly endMs: number;
  /** Empty where the row has none. */
  readonly caption: string;
  bar(place: BarPlace): readonly Markup[];
}

interface Shape {
  readonly frame: Frame;
  readonly longestMs: number;
  /** The room for labels and values beside the bars. In the narrow form both stand above the bar. */
  readonly labelPx: number;
  readonly valuePx: number;
  readonly barPx: number;
  readonly gapPx: number;
}

const LABEL_LINE_PX = 18;
const CAPTION_LINE_PX = 14;
const AXIS_PX = 24;
const NARROW_GAP_PX = 12;

/** Rows of bars on one time axis from zero, with its ticks below. */
export function barRows(
  rows: readonly BarRow[],
  shape: Shape,
): { readonly height: number; readonly parts: readonly Markup[] } {
  const { frame, longestMs } = shape;
  const isNarrow = frame.form === 'narrow';
  const x = scaleLinear()
    .domain([0, longestMs])
    .range(isNarrow ? [MARGIN, frame.width - MARGIN] : [MARGIN + shape.labelPx, frame.width - MARGIN - shape.valuePx]);
  let y = 4;
  const drawn = rows.flatMap((row) => {
    const { height, parts } = rowOf(row, y, x, shape);
    y += height;
    return parts;
  });
  const ticks = x.ticks(isNarrow ? 3 : 5);
  const axis = ticks.flatMap((ms) => [
    line(x(ms), y, x(ms), y + 4, 'l thin s-soft'),
    tickLabel(msTickText(ms), x(ms), y + 17, frame),
  ]);
  const [from = 0, to = 0] = x.range();
  return { height: y + AXIS_PX, parts: [line(from, y, to, y, 'l thin s-rule'), ...axis, ...drawn] };
}

/** A label under its tick, moved where an edge would cut it. */
function tickLabel(text: string, at: number, baseline: number, { width }: Frame): Markup {
  // The width is an estimate, and digits are wider than letters.
  const half = textWidth(text, 11) / 2 + 3;
  const inside = Math.min(Math.max(at, MARGIN + half), width - MARGIN - half);
  return svgText(inside, baseline, text, { kind: 'small', colour: 'soft', anchor: 'middle' });
}

interface Drawn {
  readonly height: number;
  readonly parts: readonly Markup[];
}

function rowOf(row: BarRow, top: number, x: (ms: number) => number, shape: Shape): Drawn {
  const { frame, labelPx, barPx } = shape;
  const isNarrow = frame.form === 'narrow';
  const y = isNarrow ? top + LABEL_LINE_PX : top;
  const captionRoom = frame.width - MARGIN - (isNarrow ? MARGIN : MARGIN + labelPx);
  const lines = row.caption === '' ? [] : wrapped(row.caption, captionRoom, 11);
  const widest = Math.max(0, ...lines.map((text) => textWidth(text, 11)));
  const captionPx = Math.min(x(row.fromMs), frame.width - MARGIN - widest);
  const gap = isNarrow ? NARROW_GAP_PX : shape.gapPx;
  return {
    height: y - top + barPx + lines.length * CAPTION_LINE_PX + gap,
    parts: [
      ...wordsOf(row, isNarrow ? top + 12 : y + barPx / 2 + 4.5, x, shape),
      ...row.bar({ y, height: barPx, x }),
      ...lines.map((text, index) =>
        svgText(captionPx, y + barPx + 13 + index * CAPTION_LINE_PX, text, { kind: 'small', colour: 'soft' }),
      ),
    ],
  };
}

function wordsOf(
  { label, value, isBad, endMs }: BarRow,
  baseline: number,
  x: (ms: number) => number,
  shape: Shape,
): readonly Markup[] {
  const { frame, labelPx } = shape;
  const colour = isBad ? 'bad' : 'ink';
  if (frame.form === 'wide') {
    return [
      svgText(MARGIN, baseline, clip(label, labelPx - 8)),
      svgText(px(x(endMs)) + 8, baseline, value, { colour }),
    ];
  }
  const right = frame.width - MARGIN;
  return [
    svgText(MARGIN, baseline, clip(label, right - MARGIN - textWidth(value) - 10)),
    svgText(right, baseline, value, { colour, anchor: 'end' }),
  ];
}
