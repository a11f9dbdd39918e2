interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** On a terminal, long lines are broken between words; in a pipe they stay as they are. */
export const fitted = (text: string, { isTTY, columns = 0 }: Stream): string =>
  isTTY === true && columns > 0 ? narrowed(text, columns) : text;

/** Lines that a terminal would break within a word are broken between words. */
export const narrowed = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => (line.length > width ? wrapped(line, width) : [line]))
    .join('\n');

/** Each character counts as a column, so that no library is loaded at the start of the program. */
export function wrapped(text: string, width: number, words: readonly string[] = text.split(' ')): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
