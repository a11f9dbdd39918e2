import { expect, test } from 'vitest';
import type { badInputCheck } from '../../../src/audit/auth/bad-input-check.ts';
import type { BadInput, BadInputAnswer, BadInputs } from '../../../src/model/bad-input.ts';
import { at } from '../literals.ts';

/** A refusal in JSON, with the differences that a row names. */
export const answered = (over: Partial<BadInputAnswer> = {}): BadInputAnswer => ({
  answered: true,
  status: 400,
  granted: false,
  mediaType: 'application/json',
  bodyCharacters: 20,
  isJson: true,
  hasAllow: false,
  hasRetryAfter: false,
  leaks: [],
  ...over,
});

export const reset = { answered: false, code: 'reset' } as const;

export const bad = (kind: BadInput['kind'], answer: BadInput['answer'], over: Partial<BadInput> = {}): BadInput => ({
  route: 'login route',
  kind,
  variant: 'a variant',
  form: 'json',
  answer,
  ...over,
});

type Check = ReturnType<typeof badInputCheck>;

export const opinionOf = (check: Check, ...tried: readonly BadInput[]) =>
  check.check({ 'bad-input': { tried } satisfies BadInputs }, at());

/** Each row of a check has an input with its answer, and the outcome. */
export function rows(check: Check, table: readonly (readonly [string, BadInput, string])[]): void {
  test.each(table)('%s', (_what, input, outcome) => expect(opinionOf(check, input).outcome).toBe(outcome));

  test('without an input of its kind it does not apply', () => expect(opinionOf(check).outcome).toBe('not-applicable'));

  test('a failure names route, input and answer, and has a fix', () => {
    const failing = table.flatMap(([, input, outcome]) => (outcome === 'fail' ? [input] : []));
    const found = opinionOf(check, ...failing);
    expect(found).toMatchObject({ outcome: 'fail', advice: [{ where: 'server' }] });
    expect(found).toMatchObject({
      facts: [{ rows: failing.map(({ route, variant }) => [route, variant, expect.any(String)]) }],
    });
  });
}
