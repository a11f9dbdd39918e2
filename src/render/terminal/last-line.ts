import { lastLineText } from '../last-line.ts';
import stringWidth from 'string-width';
import type { LastLine } from '../next-command.ts';
import type { RenderOptions } from '../contract.ts';
import { toAscii } from './ascii.ts';
import { type Pen, penFor } from './pen.ts';

/** The answer and the next command. The command is never wrapped, so that it can be copied. */
export function drawLastLine(line: LastLine, pen: Pen): string {
  const { ink } = pen;
  const { sentence, lead, command } = line;
  if (stringWidth(lastLineText(line)) + 2 <= pen.width) return `  ${ink.bold(sentence)} ${lead} ${ink.cyan(command)}`;
  const below = `  ${lead} ${command}`;
  const next = stringWidth(below) <= pen.width ? `  ${lead} ${ink.cyan(command)}` : `  ${lead}\n  ${ink.cyan(command)}`;
  return `${ink.bold(pen.wrap(sentence, 2))}\n${next}`;
}

/** The line with its line break, for a command whose result is no run. */
export function lastLineOn(look: RenderOptions, line: LastLine): string {
  const drawn = `${drawLastLine(line, penFor(look))}\n`;
  return look.unicode ? drawn : toAscii(drawn);
}
