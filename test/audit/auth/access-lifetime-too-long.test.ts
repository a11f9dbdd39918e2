import { expect, test } from 'vitest';
import { accessLifetimeTooLong } from '../../../src/audit/auth/access-lifetime-too-long.ts';
import { at } from '../literals.ts';
import { responses, token } from './auth-responses.ts';

const LIMIT_S = 15 * 60;

test.each([
  ['at the limit', LIMIT_S, null, 'pass'],
  ['within the rounding', LIMIT_S + 5, null, 'pass'],
  ['past it', LIMIT_S + 6, null, 'fail'],
  ['opaque, with a stated lifetime at the limit', null, LIMIT_S + 5, 'pass'],
  ['opaque, with a longer stated lifetime', null, LIMIT_S + 6, 'fail'],
  ['short by its own exp, with a longer time stated beside it', LIMIT_S, 86_400, 'pass'],
  ['opaque, without a stated lifetime', null, null, 'not-applicable'],
])('an access token %s', (_what, accessS, statedS, outcome) => {
  const seen = responses({ tokens: [token({ statedS })] });
  const lifetimes = { accessS, refreshS: 864_000 };
  expect(accessLifetimeTooLong.check({ lifetimes, 'auth-responses': seen }, at()).outcome).toBe(outcome);
});

test.each([
  [3_600, '1 h'],
  [86_400, '24 h'],
  [172_800, '2 days'],
  [1_200, '20 min'],
  [3_601, '3601 s'],
])('%s s are written as %s', (accessS, words) =>
  expect(accessLifetimeTooLong.check({ lifetimes: { accessS, refreshS: null } }, at())).toMatchObject({
    severity: 'medium',
    summary: expect.stringContaining(`the access token is valid for ${words}, and 15 min is the limit`),
  }),
);
