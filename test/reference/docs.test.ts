import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { routes } from '../../src/reference/routes/index.ts';
import { whyslow } from '../cli/whyslow.ts';

const page = readFileSync(new URL('../../docs/reference.md', import.meta.url), 'utf8');

const cellsOf = (heading: string): readonly (readonly string[])[] => {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split(/^## /m);
  return [...own.matchAll(/^\| (`.+) \|$/gm)].map(([, row = '']) => row.split(' | '));
};

const words = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

test('the table of the contract agrees with the routes', () => {
  const documented = cellsOf('HTTP contract').map(([route, takes, , refusals = '']) => ({
    route: words(route)[0],
    takes: words(takes),
    refusals: refusals.match(/\d{3}/g) ?? [],
  }));
  const real = routes.map(({ method, path, about }) => ({
    route: `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
    takes: about.body ?? Object.keys(about.query ?? {}),
    refusals: about.refusals.map(String).toSorted(),
  }));
  expect(documented).toEqual(real);
});

test('each flag of deliberate slowness has a measured cost', async () => {
  const { stdout } = await whyslow(['reference', '--help']);
  const [, group = ''] = stdout.split(/^Deliberate slowness.*$/m);
  const [own = ''] = group.split('\n\n');
  const flags = [...own.matchAll(/^ +(--[a-z-]+)/gm)].map(([, flag = '']) => flag);
  expect(flags).toContain('--no-indexes');
  const inTable = cellsOf('Deliberate slowness').map(([flag]) => words(flag)[0]?.split(' ')[0]);
  expect(flags.filter((flag) => !inTable.includes(flag))).toEqual([]);
});
