import { type Attributes, element, type Markup, textNode } from '../markup.ts';

type Part = Markup | string;

/** A string is text, never markup, so that text from a server cannot become a tag. */
const marked = (part: Part): Markup => (typeof part === 'string' ? textNode(part) : part);

export const tag = (name: string, attributes: Attributes, ...parts: readonly Part[]): Markup =>
  element(name, attributes, ...parts.map(marked));

/** A section of the page, which the table of contents names. */
export interface Section extends Markup {
  readonly id: string;
  readonly title: string;
}

export const section = (id: string, title: string, ...parts: readonly Markup[]): Section => ({
  id,
  title,
  ...tag('section', { id, 'aria-labelledby': `${id}-title` }, tag('h2', { id: `${id}-title` }, title), ...parts),
});

export interface Column {
  readonly head: string;
  readonly isNumber?: boolean;
}

export interface Row {
  readonly cells: readonly Part[];
  readonly attributes?: Attributes;
  /** A row that belongs to the one above has no row header of its own. */
  readonly continues?: true;
}

/** A table with fewer columns fits a phone, because its cells wrap. */
const WIDE_FROM_COLUMNS = 4;

/** A table. With many columns it may be wider than the page. The first cell of a row is its header. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly Row[],
  tableAttributes: Attributes = {},
): Markup {
  const side = (index: number): Attributes => (columns[index]?.isNumber === true ? { class: 'number' } : {});
  const head = columns.map((column, index) => tag('th', { scope: 'col', ...side(index) }, column.head));
  const body = rows.map(({ cells, attributes, continues = false }) =>
    tag(
      'tr',
      attributes ?? {},
      ...cells.map((cell, index) =>
        index === 0 && !continues ? tag('th', { scope: 'row' }, cell) : tag('td', side(index), cell),
      ),
    ),
  );
  const drawn = tag(
    'table',
    tableAttributes,
    tag('caption', {}, caption),
    tag('thead', {}, tag('tr', {}, ...head)),
    tag('tbody', {}, ...body),
  );
  return columns.length < WIDE_FROM_COLUMNS ? drawn : scrolled(caption, drawn);
}

/** A box that scrolls separately, with a keyboard too. The style sheet shows the hint where the box is too narrow. */
const scrolled = (label: string, inside: Markup): Markup =>
  tag(
    'div',
    { class: 'box' },
    tag('p', { class: 'hint', 'aria-hidden': 'true' }, 'More columns: scroll sideways →'),
    tag('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': label }, inside),
  );

/** Evidence and lists for those who want them. A printed page has no use for a list that repeats a table. */
export const folded = (summary: string, printed: 'printed' | 'not-printed', ...inside: readonly Markup[]): Markup =>
  tag('details', printed === 'printed' ? {} : { class: 'not-printed' }, tag('summary', {}, summary), ...inside);

export const list = (items: readonly Part[]): readonly Markup[] =>
  items.length === 0 ? [] : [tag('ul', {}, ...items.map((item) => tag('li', {}, item)))];

export const command = (line: string): Markup => tag('pre', { tabindex: 0 }, tag('code', {}, line));
