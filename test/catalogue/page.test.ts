import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogues } from './lists.ts';
import { tables } from './tables.ts';

const PAGE = new URL('../../docs/catalogue.md', import.meta.url);

test('the page of the catalogues has a row for each member of each list', () => {
  const page = readFileSync(PAGE, 'utf8');
  const derived = Object.entries(tables).reduce((text, [name, tableOf]) => {
    const marked = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    expect(text).toMatch(marked);
    return text.replace(marked, (_all, start: string, end: string) => `${start}\n${tableOf(catalogues)}\n\n${end}`);
  }, page);
  if (process.env['UPDATE'] === '1') writeFileSync(PAGE, derived);
  expect(derived).toBe(readFileSync(PAGE, 'utf8'));
});
