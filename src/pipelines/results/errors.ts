/**
 * Shares failures out to suites by the names of requests, `suite/step`. A failure that names no suite counts in each,
 * since the report does not say which one it belongs to.
 */
export function failuresOf(
  suite: string,
  suites: readonly string[],
  failures: Readonly<Record<string, number>>,
): { readonly errors: number; readonly reasons: Readonly<Record<string, number>> } {
  const ownerOf = (text: string): string | undefined => suites.find((id) => ` ${text}`.includes(` ${id}/`));
  const own = Object.entries(failures).filter(([text, count]) => count > 0 && (ownerOf(text) ?? suite) === suite);
  return { errors: own.reduce((sum, [, count]) => sum + count, 0), reasons: Object.fromEntries(own) };
}
