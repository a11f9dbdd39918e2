import { expect, test } from 'vitest';
import { rotationMissing } from '../../../src/audit/auth/rotation-missing.ts';
import type { RotationExchange } from '../../../src/model/evidence.ts';
import { at } from '../literals.ts';

const check = (successor: RotationExchange['successor'], status = 401) =>
  rotationMissing.check(
    { rotation: { successor, reuse: { status, granted: status === 200 }, newestAfterReuse: null } },
    at(),
  );

test.each([
  ['a new refresh token', 'new', 401, 'pass'],
  ['a new refresh token, though the old one then gets no answer', 'new', 0, 'pass'],
  ['the same refresh token', 'same', 200, 'fail'],
  ['no refresh token', 'none', 200, 'fail'],
  ['no refresh token, and there never was one', 'none', 0, 'not-applicable'],
] as const)('a refresh that brings %s', (_what, successor, status, outcome) =>
  expect(check(successor, status).outcome).toBe(outcome),
);

test.each([
  ['same', 'hands back the same refresh token'],
  ['none', 'brings no new refresh token'],
] as const)('it says which of both it was: %s', (successor, words) =>
  expect(check(successor, 200)).toMatchObject({ severity: 'high', summary: expect.stringContaining(words) }),
);
