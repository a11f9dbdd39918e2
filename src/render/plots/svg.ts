import { sanitizedText } from '../sanitize.ts';
import { type Attributes, element, type Markup, textNode } from '../markup.ts';
import { ownColours } from './colours.ts';
import type { Frame, Picture } from './contract.ts';

/** 358 px between the margins: a phone of 390 px with the padding of the page. */
export const frames = {
  wide: { form: 'wide', width: 720 },
  narrow: { form: 'narrow', width: 398 },
} as const satisfies Readonly<Record<Frame['form'], Frame>>;
/** Only a file shows its margins. A page has its own. */
export const MARGIN = 20;

/** Rounds to tenths of a pixel, which are finer than any screen and short to write. */
export const px = (value: number): number => Math.round(value * 10) / 10;

interface Lettering {
  readonly kind?: 'title' | 'label' | 'small';
  readonly colour?: 'ink' | 'soft' | 'bad' | 'good' | 'main' | 'ground';
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** A text of a plot, escaped. Text from a server reaches the markup only through this function and `mark`. */
export function svgText(x: number, y: number, text: string, lettering: Lettering = {}): Markup {
  const { kind = 'label', colour = 'ink', anchor = 'start' } = lettering;
  const side: Attributes = anchor === 'start' ? {} : { 'text-anchor': anchor };
  return element('text', { x: px(x), y: px(y), class: `${kind} f-${colour}`, ...side }, plain(text));
}

/** A mark with a tooltip that works without a script. */
export const mark = (name: string, attributes: Attributes, hint: string): Markup =>
  element(name, attributes, element('title', {}, plain(hint.slice(0, LONGEST_HINT))));

/** Hints with real names are shorter. */
const LONGEST_HINT = 200;

const plain = (text: string): Markup => textNode(sanitizedText(text).replaceAll(/\s+/g, ' '));

export const line = (x1: number, y1: number, x2: number, y2: number, className: string): Markup =>
  element('line', { x1: px(x1), y1: px(y1), x2: px(x2), y2: px(y2), class: className });

/** The mean letter of common fonts is a bit wider than half its height. The factor allows for wide ones. */
export const textWidth = (text: string, size = 12): number => Array.from(text).length * size * 0.58;

/** As much of a text as fits, with an ellipsis where it is cut. */
export function clip(text: string, width: number, size?: number): string {
  const letters = Array.from(text);
  const room = Math.max(1, Math.floor(width / textWidth('x', size)));
  return letters.length <= room ? text : `${letters.slice(0, room - 1).join('')}…`;
}

/** Text from a server may be long. What is longer is in the description of the plot. */
const MOST_LINES = 4;

/** The text in lines that fit, and an ellipsis where it is cut. */
export function wrapped(text: string, width: number, size: number): readonly string[] {
  const lines = linesOf(text, width, size);
  const shown = lines.slice(0, MOST_LINES).map((each) => clip(each, width, size));
  const last = shown.length - 1;
  return shown.map((each, index) => (index === last && lines.length > shown.length ? `${each}…` : each));
}

/** A word that does not fit has its own line. */
function linesOf(text: string, width: number, size: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const TITLE_LINE_PX = 20;
const SUBTITLE_LINE_PX = 16;

/** Title and subtitle of a file, and where the drawing begins below them. */
function heading(
  { title, subtitle }: Picture,
  { width }: Frame,
): { readonly top: number; readonly parts: readonly Markup[] } {
  const room = width - 2 * MARGIN;
  const titles = wrapped(title, room, 15);
  const subtitles = wrapped(subtitle, room, 12);
  const below = 27 + titles.length * TITLE_LINE_PX;
  return {
    top: below + subtitles.length * SUBTITLE_LINE_PX,
    parts: [
      ...titles.map((text, index) => svgText(MARGIN, 27 + index * TITLE_LINE_PX, text, { kind: 'title' })),
      ...subtitles.map((text, index) => svgText(MARGIN, below + index * SUBTITLE_LINE_PX, text, { colour: 'soft' })),
    ],
  };
}

/** Sizes and dashes, which a file and a page share. Strokes keep their width when a plot is stretched. */
export const shapeRules = [
  'text,pattern,rect[fill]{pointer-events:none}.title{font-size:15px;font-weight:600}.label{font-size:12px}.small{font-size:11px}',
  '.l{fill:none;stroke-width:2;stroke-linejoin:round;vector-effect:non-scaling-stroke}',
  '.hit{fill:none;stroke:transparent;stroke-width:11;vector-effect:non-scaling-stroke}.thin{stroke-width:1}.thick{stroke-width:3}.dash{stroke-dasharray:7 4}.dot{stroke-dasharray:2 3}.point{stroke-linecap:round;stroke-width:5}.fade{opacity:.35}.n{fill:none}',
].join('');

const FONT = "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}";

/** Light colours, and dark ones where the reader's system is dark. */
const STYLE = `${FONT}${shapeRules}${ownColours('light')}@media(prefers-color-scheme:dark){${ownColours('dark')}}`;

/** Diagonal lines distinguish fills where colours do not. A page defines them once for all its plots. */
const hatching: Markup = element(
  'defs',
  {},
  element(
    'pattern',
    { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse' },
    element('path', { d: 'M-1 1l2-2M0 6l6-6M5 7l2-2', class: 'n s-ground', 'stroke-width': 1.6 }),
  ),
);

/** The hatched fill for a shape over another one. */
export const HATCH = 'url(#hatch)';

/** A plot as a file. It contains its heading, its colours and its ground, since the surroundings are not known. */
export function fileOf(name: string, picture: Picture): string {
  const { width } = frames.wide;
  const { top, parts } = heading(picture, frames.wide);
  const height = px(top + picture.height);
  const ids = { title: `${name}-title`, description: `${name}-desc` };
  const drawn = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-labelledby': `${ids.title} ${ids.description}`,
      width,
      height,
    },
    element('title', { id: ids.title }, plain(picture.title)),
    element('desc', { id: ids.description }, plain(picture.description)),
    { markup: `<style>${STYLE}</style>` },
    element('rect', { width, height, rx: 6, class: 'f-ground' }),
    hatching,
    ...parts,
    element('g', { transform: `translate(0 ${px(top)})` }, ...picture.parts),
  );
  return `${drawn.markup}\n`;
}

/** The hatching of all plots of a page. A hidden plot could not define it for a visible one. */
export const pageHatching: Markup = element('svg', { class: 'hatching', 'aria-hidden': 'true' }, hatching);

/**
 * A plot inside a page, without margins and heading. The element with the id `labelledBy` is its title. Only the wide form
 * contains the description, and both refer to it.
 */
export const figureOf = (name: string, labelledBy: string, picture: Picture, frame: Frame): Markup =>
  element(
    'svg',
    {
      class: `plot ${frame.form}`,
      viewBox: `${MARGIN} 0 ${frame.width - 2 * MARGIN} ${px(picture.height)}`,
      role: 'img',
      'aria-labelledby': `${labelledBy} ${name}-desc`,
    },
    ...(frame.form === 'wide' ? [element('desc', { id: `${name}-desc` }, plain(picture.description))] : []),
    ...picture.parts,
  );
