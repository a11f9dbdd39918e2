import { type Attributes, element, type Markup, textNode } from '../markup.ts';

type Part = Markup | string;

/** A string is text, never markup, so that text from a server cannot become a tag. */
const marked = (part: Part): Markup => (typeof part === 'string' ? textNode(part) : part);

export const tag = (name: string, attributes: Attributes, ...parts: readonly Part[]): Markup =>
  element(name, attributes, ...parts.map(marked));

export const section = (id: string, title: string, ...parts: readonly Markup[]): Markup =>
  tag('section', { id, 'aria-labelledby': `${id}-title` }, tag('h2', { id: `${id}-title` }, title), ...parts);

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

/** A table that may be wider than the page. It scrolls separately, with a keyboard too. The first cell is the row header. */
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
  return scrolled(
    caption,
    tag(
      'table',
      tableAttributes,
      tag('caption', {}, caption),
      tag('thead', {}, tag('tr', {}, ...head)),
      tag('tbody', {}, ...body),
    ),
  );
}

export const scrolled = (label: string, inside: Markup): Markup =>
  tag('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': label }, inside);

export const list = (items: readonly Part[]): readonly Markup[] =>
  items.length === 0 ? [] : [tag('ul', {}, ...items.map((item) => tag('li', {}, item)))];

export const command = (line: string): Markup => tag('pre', { tabindex: 0 }, tag('code', {}, line));
