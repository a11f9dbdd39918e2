import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { audits } from '../../src/audit/index.ts';
import { faults } from '../../src/lab/index.ts';

const ids = faults.map(({ id }) => id);

test('every file of the catalogue is in its list, under its own name', async () => {
  const files = await readdir(new URL('../../src/lab/faults/', import.meta.url));
  expect(ids.toSorted()).toEqual(files.map((file) => file.replace(/\.ts$/, '')).toSorted());
});

test('every audit has a fault that provokes it, and every provoked finding an audit', () => {
  const provoked = new Set(faults.flatMap(({ provokes }) => provokes));
  expect([...provoked].toSorted()).toEqual(audits.map(({ id }) => id).toSorted());
});

test.for(faults)('$id is plain data with needs and a one-sentence story', (fault) => {
  expect(fault.needs).toEqual(fault.nft === null ? [] : ['nft']);
  expect(structuredClone(fault)).toEqual(fault);
  expect(fault.story).toMatch(/^[^.]+(?:\.\w[^.]*)*\.$/);
});
