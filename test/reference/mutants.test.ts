import { expect, test } from 'vitest';
import { securityAudits } from '../../src/audit/index.ts';
import { mutants } from '../../src/reference/mutants/index.ts';
import { failedChecks, sound, soundToAll } from './failed-checks.ts';

test.each(mutants.map((mutant) => [mutant.title, mutant] as const))(
  'a server that %s fails exactly its checks',
  async (_title, mutant) => expect((await failedChecks(mutant)).toSorted()).toEqual(mutant.breaks.toSorted()),
);

test('a server without a defect fails no check', async () => expect(await failedChecks(sound)).toEqual([]));

test('a server without a defect fails no check with a permission and a key either', async () =>
  expect(await failedChecks(soundToAll)).toEqual([]));

test('each check is the aim of a mutant', () => {
  const aimed = new Set(mutants.flatMap(({ breaks }) => breaks));
  expect(securityAudits.map(({ id }) => id).filter((id) => !aimed.has(id))).toEqual([]);
});
