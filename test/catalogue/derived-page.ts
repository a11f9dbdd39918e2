import { readFileSync, writeFileSync } from 'node:fs';

/** A page as it is, and with each marked table derived anew, and the tables without a mark. */
export interface DerivedPage {
  readonly saved: string;
  readonly derived: string;
  readonly unmarked: readonly string[];
}

/** With UPDATE=1 the page is written first. */
export function derivedPage(page: URL, tables: Readonly<Record<string, () => string>>): DerivedPage {
  const before = readFileSync(page, 'utf8');
  const markOf = (name: string): RegExp => new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  const derived = Object.entries(tables).reduce(
    (text, [name, table]) =>
      text.replace(markOf(name), (_all, start: string, end: string) => `${start}\n${table()}\n\n${end}`),
    before,
  );
  if (process.env['UPDATE'] === '1') writeFileSync(page, derived);
  const unmarked = Object.keys(tables).filter((name) => !markOf(name).test(before));
  return { saved: readFileSync(page, 'utf8'), derived, unmarked };
}
