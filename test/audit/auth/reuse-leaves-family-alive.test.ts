import { expect, test } from 'vitest';
import { reuseLeavesFamilyAlive } from '../../../src/audit/auth/reuse-leaves-family-alive.ts';
import type { RotationExchange } from '../../../src/model/auth-evidence.ts';
import { at } from '../literals.ts';

const granted = { status: 200, granted: true };
const refusedWith = (status: number) => ({ status, granted: false });
const sound = {
  issued: true,
  successor: 'new',
  reuse: refusedWith(401),
  newestAfterReuse: refusedWith(401),
  grace: null,
} as const;
const check = (over: Partial<RotationExchange>) =>
  reuseLeavesFamilyAlive.check({ rotation: { ...sound, ...over } }, at());

test.each([
  ['the newest token is refused', {}, 'pass'],
  ['the newest token still works', { newestAfterReuse: granted }, 'fail'],
  ['the newest token was not presented', { newestAfterReuse: null }, 'inconclusive'],
  ['the newest token got 429', { newestAfterReuse: refusedWith(429) }, 'inconclusive'],
  ['the newest token got 5xx', { newestAfterReuse: refusedWith(500) }, 'inconclusive'],
  ['the used token got 5xx', { reuse: refusedWith(500), newestAfterReuse: granted }, 'inconclusive'],
  ['the used token was accepted', { reuse: granted, newestAfterReuse: granted }, 'not-applicable'],
  ['the token is not rotated', { successor: 'same' }, 'not-applicable'],
  ['there is no refresh token', { issued: false, successor: 'none' }, 'not-applicable'],
] as const)('after a reuse, where %s', (_what, over, outcome) => expect(check(over).outcome).toBe(outcome));
