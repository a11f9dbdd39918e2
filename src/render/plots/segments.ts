import { element, type Markup } from '../markup.ts';
import { HATCH, mark, px, textWidth, svgText } from './svg.ts';

/** One piece of a bar. Pieces differ by colour and by hatching. */
export interface Segment {
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly colour: 'main' | 'pale' | 'bad' | 'soft';
  readonly hatched: boolean;
  readonly hint: string;
}

interface Place {
  readonly y: number;
  readonly height: number;
  readonly x: (ms: number) => number;
}

/** The narrowest segment: still visible, and wide enough to hover over. */
const THINNEST_PX = 2;

/** Segments side by side, each with its label inside where there is room. */
export const segmentBar = (segments: readonly Segment[], place: Place): readonly Markup[] =>
  segments.flatMap((segment) => segmentOf(segment, place));

function segmentOf({ label, fromMs, toMs, colour, hatched, hint }: Segment, place: Place): readonly Markup[] {
  const { y, height, x } = place;
  const from = x(fromMs);
  const width = Math.max(THINNEST_PX, x(toMs) - from);
  const box = { x: px(from), y, width: px(width), height };
  const solid = mark('rect', { ...box, class: `f-${colour}` }, hint);
  const lines = hatched ? [element('rect', { ...box, fill: HATCH })] : [];
  const room = textWidth(label, 11) + 10;
  // Letters on hatching are hard to read. The caption of the row names hatched segments.
  if (hatched || width < room) return [solid, ...lines];
  const letters = colour === 'pale' ? 'ink' : 'ground';
  return [solid, svgText(from + 5, y + height / 2 + 4, label, { kind: 'small', colour: letters })];
}
