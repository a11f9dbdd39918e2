import { expect, test } from 'vitest';
import { logoutLeavesRefreshAlive } from '../../../src/audit/auth/logout-leaves-refresh-alive.ts';
import { at } from '../literals.ts';

const refusedWith = (status: number) => ({ status, granted: false });
const granted = { status: 200, granted: true };

const check = (logout: number | null, refreshAfter = refusedWith(401), accessAfter = refusedWith(401)) =>
  logoutLeavesRefreshAlive.check(
    { logout: { logout: logout === null ? null : refusedWith(logout), refreshAfter, accessAfter } },
    at(),
  );

test.each([
  ['refused after logout', 200, refusedWith(401), 'pass'],
  ['accepted after logout', 200, granted, 'fail'],
  ['accepted after a logout that failed', 500, granted, 'fail'],
  ['accepted, but there is no logout route in the stack', null, granted, 'not-applicable'],
  ['accepted, but the logout route is not there', 404, granted, 'not-applicable'],
  ['accepted, but the logout route takes no POST', 405, granted, 'not-applicable'],
  ['answered with 5xx, which shows no refusal', 200, refusedWith(500), 'inconclusive'],
  ['not answered at all, which shows no refusal either', 200, refusedWith(0), 'inconclusive'],
])('a refresh token that is %s', (_what, logout, refreshAfter, outcome) =>
  expect(check(logout, refreshAfter).outcome).toBe(outcome),
);

test.each([
  ['still works', granted, 'the access token works until it expires'],
  ['does not', refusedWith(401), 'the access token is refused too'],
])('a pass states whether the access token %s', (_what, accessAfter, words) =>
  expect(check(205, refusedWith(401), accessAfter).summary).toBe(`refused with 401 after logout; ${words}`),
);
