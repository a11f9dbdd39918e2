/** Words that differ in more letters are other words. */
const MOST_EDITS = 3;
/** The share of letters that stay the same; commander suggests its own options from the same share on. */
const LEAST_SAME = 0.4;

/** Fewer letters begin too many names. */
const FEWEST_OF_BEGINNING = 4;

/**
 * The names that a mistyped word may mean, in their own order: those with the fewest edits, else those that begin with it.
 */
export function nearNames(typed: string, names: readonly string[]): readonly string[] {
  const rated = names.map((name) => ({ name, edits: editsBetween(typed.toLowerCase(), name.toLowerCase()) }));
  const near = rated.filter(({ name, edits }) => {
    const letters = Math.max(typed.length, name.length);
    return edits <= MOST_EDITS && (letters - edits) / letters > LEAST_SAME;
  });
  if (near.length === 0 && typed.length >= FEWEST_OF_BEGINNING) return names.filter((name) => name.startsWith(typed));
  const fewest = Math.min(...near.map(({ edits }) => edits));
  return near.filter(({ edits }) => edits === fewest).map(({ name }) => name);
}

/** " Did you mean run?" with a space before it; empty where no name is near. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const near = nearNames(typed, names);
  return near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
}

/** Letters to insert, remove, replace or swap with the next one: the optimal string alignment distance. */
function editsBetween(a: string, b: string): number {
  let older: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? at(older, column - 2) + 1 : Infinity;
      current.push(Math.min(replaced, swapped, at(last, column) + 1, at(current, column - 1) + 1));
    }
    older = last;
    last = current;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Infinity;
