/** A JSON object of a document from outside. */
export type Entries = Readonly<Record<string, unknown>>;

export const entriesOf = (value: unknown): Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entries) : {};

/** The value of an own key: documents may have keys like `constructor`. */
export const at = (value: unknown, key: string): unknown => {
  const entries = entriesOf(value);
  return Object.hasOwn(entries, key) ? entries[key] : undefined;
};

export const listAt = (value: unknown, key: string): readonly unknown[] => {
  const found = at(value, key);
  return Array.isArray(found) ? found : [];
};

export const textAt = (value: unknown, key: string): string | null => {
  const found = at(value, key);
  return typeof found === 'string' ? found : null;
};

export const numberAt = (value: unknown, key: string): number | null => {
  const found = at(value, key);
  return typeof found === 'number' ? found : null;
};
