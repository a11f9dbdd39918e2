/**
 * Words that GFM (§6.9) and GitHub turn into links: addresses of pages and of mail, @mentions, references to issues. GitHub
 * looks for the last three behind the parser, where a backslash is gone, so such words are code spans.
 */
const LINKED = new RegExp(
  [
    String.raw`(?:(?:https?|ftp):\/\/(?:\[[\da-f:.]*\])?|www\.)(?:[^\s\x60\\|<>]*[^\s\x60\\|<>.,;:!?()[\]{}'"*_~])?`,
    String.raw`(?<![\w.+%/@#-])(?=[\w.+%/@#-]*(?:@[\w.+%-]*\w|#\d|\bGH-\d))[\w.+%/@#-]*\w`,
  ].join('|'),
  'gi',
);

/** The characters that a parser reads as syntax within a line. The text may be put beside any character. */
const INLINE = new RegExp(
  [
    // Before ASCII punctuation a backslash is an escape.
    String.raw`\\(?=[!-/:-@[-\x60{-~]|$)`,
    '`',
    // Between two spaces these open and close nothing (CommonMark §6.2).
    '(?<! )[*~]|[*~](?! )',
    // The same is true of an underscore between two letters or digits.
    String.raw`(?<![\p{L}\p{N}]_*)_|_(?!_*[\p{L}\p{N}])`,
    '<(?=[a-z/!?]|$)',
    '&(?=#?[a-z0-9]+;|$)',
    String.raw`\](?=\()`,
  ].join('|'),
  'giu',
);

/** What starts a block where a line starts: a heading, a quote, a list, a rule, a task, or the target of a link. */
const BLOCK = /^(?:#(?=#{0,5}(?: |$))|>|[-+](?= |$)|-(?=[- ]*$)|\[(?=[ x]\]|.*\]:))/i;
const NUMBER_OF_LIST = /^\d{1,9}(?=[.)](?: |$))/;

/** Number signs at the end of a heading are removed (CommonMark §4.2). */
const END_OF_HEADING = /(?<=(?:^| )#*)#$/;

/** The text as a parser shows it unchanged, in a paragraph, list, heading or cell. Only what is syntax there is escaped. */
export const text = (value: string): string =>
  inline(value.replaceAll(/\s+/g, ' ').trim())
    .replace(BLOCK, '\\$&')
    .replace(NUMBER_OF_LIST, '$&\\')
    .replace(END_OF_HEADING, '\\#');

/** The text between other parts of a line, with the spaces at its ends. */
export function inline(flat: string): string {
  const plain = flat.split(LINKED).map((part) => part.replaceAll(INLINE, '\\$&'));
  const linked = (flat.match(LINKED) ?? []).map((word) => code(word));
  return plain.map((part, index) => part + (linked[index] ?? '')).join('');
}

/** The text that stands for a picture. A bracket would end it, and `[^` would begin a footnote. */
export const alternative = (value: string): string =>
  text(value).replaceAll(/\\.|`[^`]*`|[[\]]|^\^/g, (part) => (part.length > 1 ? part : `\\${part}`));

/** In a cell a backslash before a pipe would not stay in the code, but end the cell. */
const NO_CODE = /\\\|/;

/** A code span for any text. Its fence is one backtick longer than the longest run inside (CommonMark §6.1). */
export function code(value: string): string {
  const flat = value.replaceAll(/\s+/g, ' ').trim();
  if (flat === '' || NO_CODE.test(flat)) return text(flat);
  const longest = Math.max(0, ...(flat.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${flat}${pad}${fence}`;
}

/** A fenced block. Its fence is longer than any run of backticks inside. */
export function block(value: string): string {
  const longest = Math.max(2, ...(value.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${value}\n${fence}`;
}

/** A pipe table. The cells must already be escaped Markdown. A pipe ends a cell even inside code, so it is escaped here. */
export function table(
  head: readonly string[],
  align: readonly ('left' | 'right')[],
  rows: readonly (readonly string[])[],
): string {
  const rule = align.map((side) => (side === 'right' ? '---:' : ':---'));
  return [head, rule, ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}
