/** Whether a dotted version is the given one or later. A part that is not a number counts as 0. */
export function atLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split(/[.\-+]/).map((part) => Number.parseInt(part, 10) || 0);
  for (const [index, want] of wanted.entries()) {
    const have = parts[index] ?? 0;
    if (have !== want) return have > want;
  }
  return true;
}
