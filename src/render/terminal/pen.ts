import { Chalk, type ChalkInstance } from 'chalk';
import type { Look } from '../contract.ts';

/** Everything that depends on the terminal: colours, marks, width. Handed to each part, so that none looks it up. */
export interface Pen {
  readonly ink: ChalkInstance;
  readonly width: number;
  readonly unicode: boolean;
  /** Wraps words to the width, each further line indented like the first. */
  wrap(text: string, indent: number): string;
}

export function penFor({ colour, width, unicode }: Look): Pen {
  return {
    ink: new Chalk({ level: colour ? 1 : 0 }),
    width,
    unicode,
    wrap: (text, indent) => wrapped(text, width, indent),
  };
}

function wrapped(text: string, width: number, indent: number): string {
  const room = Math.max(20, width - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \t\n]+/)) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each).join('\n');
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of at most `room` cells, an eighth of a cell fine; anything above nothing shows at least one eighth. */
export function bar(share: number, room: number, unicode: boolean): string {
  const clipped = Math.min(1, Math.max(0, share));
  if (!unicode) return '#'.repeat(Math.max(clipped > 0 ? 1 : 0, Math.round(clipped * room)));
  const eighths = Math.max(clipped > 0 ? 1 : 0, Math.round(clipped * room * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
