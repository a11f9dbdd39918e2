import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { securityAudits } from '../../src/audit/index.ts';
import { mutants } from '../../src/reference/mutants/index.ts';

const findings = new URL('../../docs/findings/', import.meta.url);
const testOfMutant = /mutants\.test\.ts \\\n  -t '([^']+)'/g;

test('each test of a mutant on the page of a check is there, and is one that the check must fail', () => {
  const named = securityAudits.flatMap(({ id }) =>
    [...readFileSync(new URL(`${id}.md`, findings), 'utf8').matchAll(testOfMutant)].map(([, title = '']) => ({
      id,
      title,
    })),
  );
  const isOther = ({ id, title }: { readonly id: string; readonly title: string }): boolean =>
    !mutants.some((mutant) => mutant.title.startsWith(title) && mutant.breaks.some((broken) => broken === id));
  expect(named.length).toBeGreaterThan(mutants.length / 2);
  expect(named.filter(isOther)).toEqual([]);
});
