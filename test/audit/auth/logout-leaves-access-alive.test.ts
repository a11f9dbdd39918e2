import { expect, test } from 'vitest';
import { logoutLeavesAccessAlive } from '../../../src/audit/auth/logout-leaves-access-alive.ts';
import { at } from '../literals.ts';

const refusedWith = (status: number) => ({ status, granted: false });
const granted = { status: 200, granted: true };
const surface = {
  preset: 'own',
  how: 'detected',
  triedPaths: [],
  marks: [],
  bind: {},
  renewable: true,
} as const;

const check = (logout: number | null, accessAfter = refusedWith(401), apiPath: string | null = '/me') =>
  logoutLeavesAccessAlive.check(
    {
      logout: { logout: logout === null ? null : refusedWith(logout), refreshAfter: refusedWith(401), accessAfter },
      'auth-surface': { ...surface, apiPath },
    },
    at(),
  );

test.each([
  ['is refused', 200, refusedWith(401), 'pass'],
  ['reads the protected route', 200, granted, 'fail'],
  ['got 5xx', 200, refusedWith(500), 'inconclusive'],
  ['got no answer', 200, refusedWith(0), 'inconclusive'],
  ['works, but there is no logout route in the stack', null, granted, 'not-applicable'],
  ['works, but the logout route is not there', 404, granted, 'not-applicable'],
  ['works, but the logout route takes no POST', 405, granted, 'not-applicable'],
])('an access token that after logout %s', (_what, logout, accessAfter, outcome) =>
  expect(check(logout, accessAfter).outcome).toBe(outcome),
);

test('without a protected route there is nothing to read', () =>
  expect(check(200, refusedWith(0), null).outcome).toBe('not-applicable'));

test('a failure says what bounds the token', () =>
  expect(check(200, granted)).toMatchObject({ severity: 'low', summary: expect.stringContaining('lifetime') }));
