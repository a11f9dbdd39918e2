/** Counts what was left out, for one note a kind. */
export interface Tally {
  /** @param kind a clause after the noun, like `to other origins`. @param example a request, without secrets. */
  add(kind: string, example?: string): void;
  notes(): readonly string[];
}

interface Entry {
  readonly count: number;
  readonly examples: readonly string[];
}

const MOST_EXAMPLES = 3;

/** @param nouns the things that are left out, at the beginning of a sentence: `Requests`. */
export function openTally(nouns: string): Tally {
  const kinds = new Map<string, Entry>();
  return {
    add(kind, example) {
      const { count, examples } = kinds.get(kind) ?? { count: 0, examples: [] };
      const isNew = example !== undefined && !examples.includes(example) && examples.length < MOST_EXAMPLES;
      kinds.set(kind, { count: count + 1, examples: isNew ? [...examples, example] : examples });
    },
    notes: () =>
      [...kinds].map(([kind, { count, examples }]) => {
        const named = examples.length === 0 ? '' : ` (${examples.join(', ')}${count > examples.length ? ', …' : ''})`;
        return `${nouns} ${kind} were left out: ${count}${named}.`;
      }),
  };
}
