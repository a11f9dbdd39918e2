import { expect, test } from 'vitest';
import { securityAudits } from '../../src/audit/index.ts';
import { authStacks } from '../../src/stacks/auth/index.ts';
import { realServers } from './index.ts';
import { truthOf } from './start.ts';

const truths = realServers.map((server) => ({ id: server.id, truth: truthOf(server) }));

test('the stacks that are said to be tested with a real server are those of the real servers', () => {
  const tested = new Set(truths.flatMap(({ truth }) => truth.ways.map(({ stack }) => stack)));
  expect([...tested].filter((id) => id !== 'own').toSorted()).toEqual(
    authStacks
      .filter((stack) => stack.tested === 'real')
      .map(({ id }) => id)
      .toSorted(),
  );
});

test.each(truths)('the truth table of $id has a row for each check', ({ truth }) =>
  expect(Object.keys(truth.checks)).toEqual(securityAudits.map(({ id }) => id)),
);
