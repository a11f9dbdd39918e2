import { test } from 'vitest';
import { expectDerived } from './derived-page.ts';
import { catalogues } from './lists.ts';
import { stackTables } from './stack-tables.ts';
import { tables } from './tables.ts';

test('the page of the catalogues has a row for each member of each list', () =>
  expectDerived(
    new URL('../../docs/catalogue.md', import.meta.url),
    Object.fromEntries(Object.entries(tables).map(([name, tableOf]) => [name, () => tableOf(catalogues)])),
  ));

test('the page of the auth stacks has their marks, their flows and what they need', () =>
  expectDerived(new URL('../../docs/stacks.md', import.meta.url), stackTables(catalogues.authStacks)));
