import { expect, test } from 'vitest';
import { rotationMissing } from '../../../src/audit/auth/rotation-missing.ts';
import type { RotationExchange } from '../../../src/model/auth-evidence.ts';
import { at } from '../literals.ts';

const check = (successor: RotationExchange['successor'], status = 401, issued = true) =>
  rotationMissing.check(
    {
      rotation: { issued, successor, reuse: { status, granted: status === 200 }, newestAfterReuse: null, grace: null },
    },
    at(),
  );

test.each([
  ['a new refresh token', 'new', 401, 'pass'],
  ['a new refresh token, though the old one then gets no answer', 'new', 0, 'pass'],
  ['the same refresh token', 'same', 200, 'fail'],
  ['no refresh token', 'none', 200, 'fail'],
  ['no refresh token, and no answer to the old one', 'none', 0, 'fail'],
] as const)('a refresh that returns %s', (_what, successor, status, outcome) =>
  expect(check(successor, status).outcome).toBe(outcome),
);

test('where the sign-in issues no refresh token, there is nothing to rotate', () =>
  expect(check('none', 0, false).outcome).toBe('not-applicable'));

test.each([
  ['same', 'returns the same refresh token'],
  ['none', 'returns no new refresh token'],
] as const)('the summary names the case: %s', (successor, words) =>
  expect(check(successor, 200)).toMatchObject({ severity: 'high', summary: expect.stringContaining(words) }),
);
