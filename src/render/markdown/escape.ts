/** Characters that mean something in Markdown or in the HTML it may hold (CommonMark §2.4 allows each after a backslash). */
const MEANINGFUL = /[\\`*_{}[\]<>()#+!|~&-]/g;

/** GFM makes links of bare addresses as well (GFM §6.9): a backslash inside keeps them text. */
const LINKED_BARE = /(?::(?=\/\/)|(?<=www)\.)/gi;

/** Text that comes from outside, as text: no link, no image, no tag, no table cell of its own. */
export const text = (value: string): string =>
  value.replaceAll(/\s+/g, ' ').replaceAll(MEANINGFUL, '\\$&').replaceAll(LINKED_BARE, '\\$&');

/**
 * A code span that holds any text: its fence is one backtick longer than the longest run inside (CommonMark §6.1).
 * A pipe ends a table cell even inside code, so it is escaped for tables.
 */
export function code(value: string, place: 'line' | 'cell' = 'line'): string {
  const flat = value.replaceAll(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...(flat.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  const span = `${fence}${pad}${flat}${pad}${fence}`;
  return place === 'cell' ? span.replaceAll('|', '\\|') : span;
}

/** A fenced block, its fence longer than any run of backticks inside. */
export function block(value: string): string {
  const longest = Math.max(2, ...(value.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${value}\n${fence}`;
}

/** A pipe table; cells are Markdown already. */
export function table(
  head: readonly string[],
  align: readonly ('left' | 'right')[],
  rows: readonly (readonly string[])[],
): string {
  const rule = align.map((side) => (side === 'right' ? '---:' : ':---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
