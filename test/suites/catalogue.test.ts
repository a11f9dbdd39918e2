import { expect, test } from 'vitest';
import { SUITE_ID } from '../../src/model/suite.ts';
import { readThreshold } from '../../src/pipelines/request/thresholds.ts';
import { factsOf, quickSuiteIds, suiteIds, suites } from '../../src/suites/index.ts';

test.each(suites.map((suite) => [suite.id, suite] as const))('%s has an id that formats can carry', (id) =>
  expect(id).toMatch(SUITE_ID),
);

test.each(suites.map((suite) => [suite.id, suite] as const))('the threshold of %s can be read', (id, { threshold }) =>
  expect(readThreshold(`${id} ${threshold.text}`, threshold.weight)).toMatchObject({ suite: id }),
);

test('the order is always that of the catalogue, and each suite comes once', () =>
  expect(factsOf(['login', 'refresh', 'login']).map(({ id }) => id)).toEqual(['refresh', 'login']));

test('a suite that costs a password hash is not measured by default where servers are compared or watched', () =>
  expect(quickSuiteIds).toEqual(['refresh', 'api']));

test('an unknown suite is refused with the names of all suites', () =>
  expect(() => factsOf(['signup'])).toThrow(`No suite is called "signup". Suites: ${suiteIds.join(', ')}.`));

test.each(['', 'two words', 'a,b', 'a.b', '-a', '"a"', 'a'.repeat(65)])('"%s" is not an id of a suite', (id) =>
  expect(id).not.toMatch(SUITE_ID),
);
