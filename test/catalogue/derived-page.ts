import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Expects that each marked table of a page is the derived one. With UPDATE=1 it is written first. */
export function expectDerived(page: URL, tables: Readonly<Record<string, () => string>>): void {
  const derived = Object.entries(tables).reduce(
    (text, [name, table]) => {
      const marked = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
      expect(text).toMatch(marked);
      return text.replace(marked, (_all, start: string, end: string) => `${start}\n${table()}\n\n${end}`);
    },
    readFileSync(page, 'utf8'),
  );
  if (process.env['UPDATE'] === '1') writeFileSync(page, derived);
  expect(derived).toBe(readFileSync(page, 'utf8'));
}
