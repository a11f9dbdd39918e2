import { lexer, type Token, type Tokens } from 'marked';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { grid } from './grid.ts';
import type { Pen } from './pen.ts';

/** A page of our own documentation for the terminal: no sign of Markdown is left but the back quotes of code. */
export function drawMarkdown(markdown: string, pen: Pen): string {
  const blocks = lexer(markdown)
    .map((token) => drawBlock(token, 0, pen))
    .filter((text) => text !== '');
  return `${blocks.join('\n\n')}\n`;
}

function drawBlock(token: Token, indent: number, pen: Pen): string {
  switch (token.type) {
    case 'heading':
      return drawHeading(token as Tokens.Heading, pen);
    case 'list':
      return drawList(token as Tokens.List, indent, pen);
    case 'code':
      return indented(pen.ink.cyan((token as Tokens.Code).text), indent + 2);
    case 'table':
      return drawTable(token as Tokens.Table, pen);
    case 'space':
    case 'hr':
      return '';
    default:
      return pen.wrap(inline(token, pen), indent);
  }
}

function drawHeading({ depth, text }: Tokens.Heading, { ink }: Pen): string {
  // Without colour a line below tells a heading from a paragraph.
  if (ink.level === 0) return `${text}\n${(depth === 1 ? '=' : '-').repeat(stringWidth(text))}`;
  return depth === 1 ? ink.bold.underline(text) : ink.bold(text);
}

function drawList({ ordered, start, items }: Tokens.List, indent: number, pen: Pen): string {
  const marks = items.map((_, index) => (ordered ? `${(start === '' ? 1 : start) + index}.` : pen.unicode ? '•' : '-'));
  const width = Math.max(...marks.map((mark) => mark.length)) + 1;
  const drawn = items.map(({ tokens }, index) => {
    const [first = '', ...rest] = tokens
      .map((token) => drawBlock(token, indent + width, pen))
      .join('\n')
      .split('\n');
    return [`${' '.repeat(indent)}${(marks[index] ?? '').padEnd(width)}${first.trimStart()}`, ...rest].join('\n');
  });
  return drawn.join('\n');
}

/** Two blanks before each column. */
const GAP = 2;

function drawTable({ header, rows, align }: Tokens.Table, pen: Pen): string {
  const cells = [header, ...rows].map((row) =>
    row.map((cell) => cell.tokens.map((token) => inline(token, pen)).join('')),
  );
  const widths = fitting(cells, pen.width - GAP);
  const drawn = cells.map((row, index) =>
    row.map((text, column) => {
      const wrapped = wrapAnsi(text, widths[column] ?? 1);
      return index === 0 ? pen.ink.dim(wrapped) : wrapped;
    }),
  );
  return grid(
    align.map((side) => (side === 'right' ? 'right' : 'left')),
    drawn,
  );
}

/** Widths of columns that fit the page. The widest is narrowed first, and no column below its longest word. */
function fitting(cells: readonly (readonly string[])[], room: number): readonly number[] {
  const columns = (cells[0] ?? []).map((_, column) => cells.map((row) => row[column] ?? ''));
  const least = columns.map((texts) => widest(texts.flatMap((text) => text.split(' '))));
  const widths = columns.map(widest);
  const total = (): number => widths.reduce((sum, width) => sum + width + GAP, -GAP);
  while (total() > room) {
    const spare = widths.map((width, column) => (width > (least[column] ?? 0) ? width : 0));
    const most = Math.max(...spare);
    if (most === 0) break;
    widths[spare.indexOf(most)] = most - 1;
  }
  return widths;
}

const widest = (texts: readonly string[]): number => Math.max(1, ...texts.map((text) => stringWidth(text)));

/** The text of a token and its parts. Emphasis is colour; code keeps its quotes where there is none. */
function inline(token: Token, pen: Pen): string {
  const parts = (): string =>
    'tokens' in token && token.tokens !== undefined && token.tokens.length > 0
      ? token.tokens.map((part) => inline(part, pen)).join('')
      : 'text' in token
        ? String(token.text)
        : token.raw;
  switch (token.type) {
    case 'strong':
      return pen.ink.bold(parts());
    case 'em':
      return pen.ink.italic(parts());
    case 'codespan':
      return pen.ink.level === 0 ? token.raw : pen.ink.cyan((token as Tokens.Codespan).text);
    case 'link':
      return linkText(token as Tokens.Link, parts());
    case 'br':
      return '\n';
    default:
      return parts();
  }
}

/** A link to another page of the documentation is its name; one to the web shows its address. */
const linkText = ({ href }: Tokens.Link, text: string): string =>
  /^https?:/.test(href) && href !== text ? `${text} (${href})` : text;

const indented = (text: string, indent: number): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(indent));
