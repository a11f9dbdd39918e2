/** Special characters of Markdown and of inline HTML. CommonMark §2.4 allows a backslash before each. */
const MEANINGFUL = /[\\`*_{}[\]<>()#+!|~&-]/g;

/** GFM also turns bare addresses into links (GFM §6.9). A backslash inside prevents that. */
const LINKED_BARE = /(?::(?=\/\/)|(?<=www)\.)/gi;

/** Escapes untrusted text: it cannot become a link, an image, a tag or a table cell. */
export const text = (value: string): string =>
  value.replaceAll(/\s+/g, ' ').replaceAll(MEANINGFUL, '\\$&').replaceAll(LINKED_BARE, '\\$&');

/**
 * A code span for any text. Its fence is one backtick longer than the longest run inside (CommonMark §6.1).
 * A pipe ends a table cell even inside code, so it is escaped in tables.
 */
export function code(value: string, place: 'line' | 'cell' = 'line'): string {
  const flat = value.replaceAll(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...(flat.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  const span = `${fence}${pad}${flat}${pad}${fence}`;
  return place === 'cell' ? span.replaceAll('|', '\\|') : span;
}

/** A fenced block. Its fence is longer than any run of backticks inside. */
export function block(value: string): string {
  const longest = Math.max(2, ...(value.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${value}\n${fence}`;
}

/** A pipe table. The cells must already be escaped Markdown. */
export function table(
  head: readonly string[],
  align: readonly ('left' | 'right')[],
  rows: readonly (readonly string[])[],
): string {
  const rule = align.map((side) => (side === 'right' ? '---:' : ':---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
