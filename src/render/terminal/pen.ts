import { Chalk, type ChalkInstance } from 'chalk';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { RenderOptions } from '../contract.ts';

/** The properties of the terminal: colours, marks, width. Each part gets it as an argument. */
export interface Pen {
  readonly ink: ChalkInstance;
  readonly width: number;
  readonly unicode: boolean;
  /** Wraps words to the width less `reserved` columns at the right, each line indented. */
  wrap(text: string, indent: number, reserved?: number): string;
  /** The id of a finding, as a link to its page where the terminal supports links. */
  page(id: string): string;
}

/** Longer lines are hard to read, and texts at the two edges are too far apart. */
const WIDEST_PAGE = 120;

export function penFor({ colour, width: columns, unicode, pages }: RenderOptions): Pen {
  const width = Math.min(columns, WIDEST_PAGE);
  return {
    ink: new Chalk({ level: colour ? 1 : 0 }),
    width,
    unicode,
    wrap: (text, indent, reserved = 0) => wrapped(text, width - reserved, indent),
    page: (id) => (pages === undefined ? id : linked(id, `${pages}${encodeURIComponent(id)}.md`)),
  };
}

/** OSC 8. A terminal without support shows the text alone. */
const linked = (text: string, url: string): string => `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`;

function wrapped(text: string, width: number, indent: number): string {
  const plain = text.replaceAll(/[ \t\n]+/g, ' ');
  const lines = wrapAnsi(plain, Math.max(20, width - indent)).split('\n');
  return lines.map((each) => ' '.repeat(indent) + each).join('\n');
}

/** Two texts at the two edges of the page. Null where they do not fit on one line. */
export function atBothEdges(left: string, right: string, { width }: Pen): string | null {
  const gap = width - stringWidth(left) - stringWidth(right);
  return gap < 2 ? null : left + ' '.repeat(gap) + right;
}
