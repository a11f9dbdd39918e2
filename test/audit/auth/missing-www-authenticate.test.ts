import { expect, test } from 'vitest';
import { missingWwwAuthenticate } from '../../../src/audit/auth/missing-www-authenticate.ts';
import type { RefusedRead } from '../../../src/model/auth-responses.ts';
import { at } from '../literals.ts';
import { responses } from './auth-responses.ts';

const read = (status: number, challenges: readonly string[] = []): RefusedRead => ({
  sent: 'no token',
  status,
  challenges,
});

test.each([
  ['a 401 with a challenge', [read(401, ['bearer'])], 'pass'],
  ['a 401 without one', [read(401)], 'fail'],
  ['one of two without one', [read(401, ['bearer']), { ...read(401), sent: 'an unknown token' }], 'fail'],
  ['a 401 with one beside a 422', [read(401, ['bearer']), read(422)], 'pass'],
  ['a 403', [read(403)], 'not-applicable'],
  ['a redirect', [read(302)], 'not-applicable'],
  ['a 500', [read(500)], 'inconclusive'],
  ['a 429', [read(429)], 'inconclusive'],
  ['no protected route', [], 'not-applicable'],
] as const)('%s', (_what, refusedReads, outcome) =>
  expect(missingWwwAuthenticate.check({ 'auth-responses': responses({ refusedReads }) }, at()).outcome).toBe(outcome),
);
