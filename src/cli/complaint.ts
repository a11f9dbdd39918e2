import { env, stderr } from 'node:process';
import { penFor } from '../render/terminal/pen.ts';
import { outputStyleFor } from './output-style.ts';

/** Prints a message of whyslow on stderr. On a terminal it is wrapped between words; in a pipe it stays one line. */
export function complain(message: string): void {
  const text = `whyslow: ${message}`;
  const pen = penFor(outputStyleFor(stderr, env, false));
  // Lines to copy keep their line breaks.
  const lines = text.split('\n').map((line) => (stderr.isTTY && line !== '' ? pen.wrap(line, 0) : line));
  stderr.write(`${lines.join('\n')}\n`);
}
