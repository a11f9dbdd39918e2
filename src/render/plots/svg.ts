import { sanitizedText } from '../sanitize.ts';
import { type Attributes, element, type Markup, textNode } from '../markup.ts';
import { ownColours } from './colours.ts';
import type { Picture } from './contract.ts';

export const WIDTH = 720;
/** The top of the area below title and subtitle. */
export const TOP = 62;
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
  element(name, attributes, element('title', {}, plain(hint)));

const plain = (text: string): Markup => textNode(sanitizedText(text).replaceAll(/\s+/g, ' '));

export const line = (x1: number, y1: number, x2: number, y2: number, className: string): Markup =>
  element('line', { x1: px(x1), y1: px(y1), x2: px(x2), y2: px(y2), class: className });

/** The mean letter of common fonts is a bit wider than half its height. The factor allows for wide ones. */
export const textWidth = (text: string, size = 12): number => Array.from(text).length * size * 0.58;

/** As much of a text as fits, with an ellipsis where it is cut. */
export function clip(text: string, width: number): string {
  const letters = Array.from(text);
  const room = Math.max(1, Math.floor(width / textWidth('x')));
  return letters.length <= room ? text : `${letters.slice(0, room - 1).join('')}…`;
}

export const heading = (title: string, subtitle: string): readonly Markup[] => [
  svgText(MARGIN, 27, title, { kind: 'title' }),
  svgText(MARGIN, 46, subtitle, { colour: 'soft' }),
];

/** Sizes and dashes, which a file and a page share. Strokes keep their width when a plot is stretched. */
export const shapeRules = [
  'text,pattern,rect[fill]{pointer-events:none}.title{font-size:15px;font-weight:600}.label{font-size:12px}.small{font-size:11px}',
  '.l{fill:none;stroke-width:2;stroke-linejoin:round;vector-effect:non-scaling-stroke}',
  '.thin{stroke-width:1}.thick{stroke-width:3}.dash{stroke-dasharray:7 4}.dot{stroke-dasharray:2 3}.point{stroke-linecap:round;stroke-width:5}.fade{opacity:.35}.n{fill:none}',
].join('');

const FONT = "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}";

/** Light colours, and dark ones where the reader's system is dark. */
const STYLE = `${FONT}${shapeRules}${ownColours('light')}@media(prefers-color-scheme:dark){${ownColours('dark')}}`;

/** Diagonal lines distinguish fills where colours do not. The id contains the plot's name, since a page has several plots. */
const hatching = (name: string): Markup =>
  element(
    'defs',
    {},
    element(
      'pattern',
      { id: hatchId(name), width: 6, height: 6, patternUnits: 'userSpaceOnUse' },
      element('path', { d: 'M-1 1l2-2M0 6l6-6M5 7l2-2', class: 'n s-ground', 'stroke-width': 1.6 }),
    ),
  );

const hatchId = (name: string): string => `${name}-hatch`;

/** The hatched fill for a shape over another one. */
export const hatch = (name: string): string => `url(#${hatchId(name)})`;

function root(name: string, picture: Picture, attributes: Attributes, before: readonly Markup[]): Markup {
  const { title, description, height, parts } = picture;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${px(height)}`,
      role: 'img',
      'aria-labelledby': `${name}-title ${name}-desc`,
      ...attributes,
    },
    element('title', { id: `${name}-title` }, plain(title)),
    element('desc', { id: `${name}-desc` }, plain(description)),
    ...before,
    hatching(name),
    ...parts,
  );
}

/** A plot as a file. It contains its colours and its ground, since the surroundings are not known. */
export const fileOf = (name: string, picture: Picture): string => {
  const ground = element('rect', { width: WIDTH, height: px(picture.height), rx: 6, class: 'f-ground' });
  const attributes = { width: WIDTH, height: px(picture.height) };
  return `${root(name, picture, attributes, [{ markup: `<style>${STYLE}</style>` }, ground]).markup}\n`;
};

/** A plot inside a page, which uses the style sheet of the page. */
export const figureOf = (name: string, picture: Picture): Markup => root(name, picture, { class: 'plot' }, []);
