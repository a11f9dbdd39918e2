import { describe, expect, test } from 'vitest';
import { runFixture } from './child-vitest.ts';
import { partIsHere, testUnless, testWith } from './require.ts';

const BECAUSE = 'widget is missing: 100% certain, costs $5';

type Report = { testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[] };

async function testsOfFixture(required: string | undefined) {
  const { stdout, stderr } = await runFixture(new URL('fixtures/missing-part.spec.ts', import.meta.url), {
    PATH: '/nonexistent',
    WHYSLOW_REQUIRE: required,
  });
  const report: Report = JSON.parse(stdout);
  return { stderr, tests: report.testResults.flatMap((file) => file.assertionResults) };
}

describe('a missing part', () => {
  test('skips its tests, with the reason in the title and once on stderr', async () => {
    const { tests, stderr } = await testsOfFixture(undefined);
    expect(tests.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped']);
    expect(tests[0]?.title).toMatch(/^a plain test \[skipped: redis is missing: .*ENOENT.*apt-get install/);
    expect(tests[2]?.title).toMatch(/^a table, row two \[skipped: redis is missing/);
    expect(stderr.match(/tests are skipped: redis is missing/g)).toHaveLength(1);
  });

  test('fails its tests with the reason if all parts are required', async () => {
    const { tests } = await testsOfFixture('all');
    expect(tests.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
    expect(tests[0]?.title).toBe('a plain test');
    expect(tests[2]?.title).toBe('a table, row two');
    expect(tests[0]?.failureMessages[0]).toContain('redis is missing');
  });
});

describe('testUnless', () => {
  test('is the plain test of vitest when nothing is missing', () => {
    expect(testUnless([], true)).toBe(test);
    expect(testWith([])).toBe(test);
  });

  // `fails` inverts the result: an empty body would pass, so only a replaced body makes these tests pass.
  testUnless([BECAUSE], true).fails('replaces the body by a failure', () => {});
  testUnless([BECAUSE], true).fails.each([1, 2])('replaces the body of row %i', () => {});
  testUnless([BECAUSE], true).fails.for([1, 2])('replaces the body for %i', () => {});
});

test('a part is checked once, and the result is cached', () => {
  const first = partIsHere('django');
  expect(partIsHere('django')).toBe(first);
});
