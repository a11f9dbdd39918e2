import { expect, test } from 'vitest';
import { overlongLifetime } from '../../../src/audit/auth/overlong-lifetime.ts';
import { at } from '../literals.ts';

const check = (accessS: number | null, refreshS: number | null) =>
  overlongLifetime.check({ lifetimes: { accessS, refreshS } }, at());

const [ACCESS_S, REFRESH_S] = [15 * 60, 12 * 3_600];

test.each([
  ['both at their limits', ACCESS_S, REFRESH_S, 'pass'],
  ['an access token within the rounding', ACCESS_S + 5, REFRESH_S, 'pass'],
  ['an access token past it', ACCESS_S + 6, REFRESH_S, 'fail'],
  ['a refresh token within the rounding', ACCESS_S, REFRESH_S + 5, 'pass'],
  ['a refresh token past it', ACCESS_S, REFRESH_S + 6, 'fail'],
  ['an opaque access token', null, REFRESH_S, 'pass'],
  ['an opaque refresh token', ACCESS_S, null, 'pass'],
  ['an opaque refresh token and a long access token', 86_400, null, 'fail'],
  ['both opaque', null, null, 'not-applicable'],
])('%s', (_what, accessS, refreshS, outcome) => expect(check(accessS, refreshS).outcome).toBe(outcome));

test.each([
  [300, 86_400, 'access 5 min, refresh 24 h'],
  [3_601, null, 'access 3601 s, refresh not stated'],
])('lifetimes of %s s and %s s are written with units', (accessS, refreshS, words) =>
  expect(check(accessS, refreshS)).toMatchObject({ severity: 'medium', summary: expect.stringContaining(words) }),
);
