import { env, stderr } from 'node:process';
import { penFor } from '../render/terminal/pen.ts';
import { outputStyleFor } from './output-style.ts';

/** Prints a message of whyslow on stderr. On a terminal it is wrapped between words; in a pipe it stays one line. */
export function complain(message: string): void {
  const { width } = outputStyleFor(stderr, env, false);
  stderr.write(complaintText(message, stderr.isTTY ? width : null));
}

/** @param width null for a pipe. */
export function complaintText(message: string, width: number | null): string {
  const lines = `whyslow: ${message}`.split('\n');
  if (width === null) return `${lines.join('\n')}\n`;
  const pen = penFor({ width, colour: false, unicode: true });
  // Lines to copy keep their line breaks.
  return `${lines.map((line) => (line === '' ? line : pen.wrap(line, 0))).join('\n')}\n`;
}
