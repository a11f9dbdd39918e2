import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { audits } from '../../src/audit/index.ts';
import { faults } from '../../src/lab/index.ts';
import { foundPage, type MeasuredFaults } from './found.ts';
import { questions } from './questions.ts';

const RESULTS = new URL('../../bench/causes/results/faults.json', import.meta.url);
const PAGE = new URL('../../docs/what-it-found.md', import.meta.url);

const measured = JSON.parse(readFileSync(RESULTS, 'utf8')) as MeasuredFaults;
const ill = faults.filter(({ provokes }) => provokes.length > 0);

test('the page is what the renderer makes of the measured findings', () => {
  const page = foundPage(faults, measured);
  if (process.env['UPDATE'] === '1') writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});

test.each(ill.map((fault) => [fault.id, fault] as const))(
  'the findings of %s are measured (npm run bench:causes -- faults --only ID) and on the page',
  (_id, fault) => {
    const { found } = measured[fault.id] ?? { found: [] };
    expect(found.map(({ id }) => id).toSorted()).toEqual(fault.provokes.toSorted());
    const titles = new Map(audits.map(({ id, title }) => [id, title]));
    expect(found.map(({ title }) => title)).toEqual(found.map(({ id }) => titles.get(id)));
    expect(readFileSync(PAGE, 'utf8')).toContain(`$ whyslow lab ${fault.id}\n`);
  },
);

test('each finding that the lab provokes answers one question', () => {
  const answered = questions.flatMap(({ findings }) => findings);
  expect(answered.toSorted()).toEqual([...new Set(faults.flatMap(({ provokes }) => provokes))].toSorted());
});

test('the page names no folder of the machine that measured it', () =>
  expect(readFileSync(PAGE, 'utf8')).not.toMatch(/\/(?:home|root|tmp|work|usr\/local)\//));
