import type { Markup } from '../markup.ts';
import type { Stroke } from './scales.ts';
import { line, MARGIN, svgText } from './svg.ts';

export const LEGEND_LINE_PX = 16;
const SAMPLE_PX = 22;

/** A row of the legend of a narrow plot, which has no room for names beside its lines. */
export const legendRow = ({ colour, dash }: Stroke, baseline: number, text: string): readonly Markup[] => [
  line(MARGIN, baseline - 4, MARGIN + SAMPLE_PX, baseline - 4, `l s-${colour}${dash}`),
  svgText(MARGIN + SAMPLE_PX + 8, baseline, text, { kind: 'small', colour }),
];
