import { expect, test } from 'vitest';
import { derivedPage } from './derived-page.ts';
import { catalogues } from './lists.ts';
import { profileParts } from './profile-page.ts';
import { stackTables } from './stack-tables.ts';
import { tables } from './tables.ts';

const catalogueTables = Object.fromEntries(
  Object.entries(tables).map(([name, tableOf]) => [name, () => tableOf(catalogues)]),
);

test.each([
  ['the page of the catalogues has a row for each member of each list', 'catalogue.md', catalogueTables],
  ['the page of the auth stacks has their marks, flows and needs', 'stacks.md', stackTables(catalogues.authStacks)],
  ['the page of the profiles has their requirements', 'profiles.md', profileParts(catalogues.profiles)],
])('%s', (_title, file, pageTables) => {
  const { saved, derived, unmarked } = derivedPage(new URL(`../../docs/${file}`, import.meta.url), pageTables);
  expect(unmarked).toEqual([]);
  expect(derived).toBe(saved);
});
