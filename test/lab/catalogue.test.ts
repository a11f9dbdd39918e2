import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { audits } from '../../src/audit/index.ts';
import { faults } from '../../src/lab/index.ts';

const ids = faults.map(({ id }) => id);

test('every file of the catalogue is in its list, under its own name', async () => {
  const files = await readdir(new URL('../../src/lab/faults/', import.meta.url));
  expect(ids.toSorted()).toEqual(files.map((file) => file.replace(/\.ts$/, '')).toSorted());
});

/** The lab diagnoses, and a diagnosis sends no load. A finding of the load alone is provoked in test/cli/one-session.test.ts. */
const ofLoadAlone = new Set(
  audits.filter(({ needs, uses }) => [...needs, ...uses].every((kind) => kind === 'load-trials')).map(({ id }) => id),
);

/** A host that takes the cores of its virtual machine cannot be made here: test/audit/server/noisy-machine.test.ts. */
const ofHosts = new Set(['noisy-machine']);

/** A login needs an account: test/cli/slow-password-hash.test.ts. */
const ofSignIns = new Set(['slow-password-hash']);

test('every audit of a diagnosis has a fault that provokes it, and every provoked finding an audit', () => {
  const provoked = new Set(faults.flatMap(({ provokes }) => provokes));
  const diagnosed = audits
    .map(({ id }) => id)
    .filter((id) => ![ofLoadAlone, ofHosts, ofSignIns].some((set) => set.has(id)));
  expect([...provoked].toSorted()).toEqual(diagnosed.toSorted());
});

test('the findings of a load alone are these, each with a test of its own', () =>
  expect([...ofLoadAlone]).toEqual(['sessions-end-each-other']));

test.for(faults)('$id is plain data with needs and a story of one or two sentences', (fault) => {
  expect(fault.needs).toEqual([
    ...(fault.nft === null ? [] : ['nft']),
    ...(fault.servers.some(({ cpuLimit }) => cpuLimit !== null) ? ['cpu-limit'] : []),
  ]);
  expect(structuredClone(fault)).toEqual(fault);
  expect(fault.story).toMatch(/^(?:[^.]+(?:\.\w[^.]*)*\.(?: |$)){1,2}$/);
});
