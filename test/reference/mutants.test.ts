import { expect, test } from 'vitest';
import { securityAudits } from '../../src/audit/index.ts';
import { mutants } from '../../src/reference/mutants/index.ts';
import { everyServer, failedChecks } from './failed-checks.ts';

test.each(everyServer.map((server) => [server.title, server] as const))(
  'a server that %s fails exactly its checks',
  async (_title, server) => expect((await failedChecks(server)).toSorted()).toEqual(server.breaks.toSorted()),
);

test('each check is the aim of a mutant', () => {
  const aimed = new Set(mutants.flatMap(({ breaks }) => breaks));
  expect(securityAudits.map(({ id }) => id).filter((id) => !aimed.has(id))).toEqual([]);
});
