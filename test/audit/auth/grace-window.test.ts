import { expect, test } from 'vitest';
import { graceWindow } from '../../../src/audit/auth/grace-window.ts';
import type { RotationExchange } from '../../../src/model/auth-evidence.ts';
import { at } from '../literals.ts';

const granted = { status: 200, granted: true };
const refusedWith = (status: number) => ({ status, granted: false });
const sound = { issued: true, successor: 'new', reuse: refusedWith(401), newestAfterReuse: null, grace: null } as const;
const check = (over: Partial<RotationExchange>) => graceWindow.check({ rotation: { ...sound, ...over } }, at());
const until = (lastGrantedMs: number) => ({ grace: { lastGrantedMs, endedByMs: lastGrantedMs + 500 } });

test.each([
  ['that is refused at once', {}, 'pass'],
  ['that is good for one second', until(1_000), 'note'],
  ['that is good for longer', until(1_001), 'fail'],
  ['whose end was not seen', { reuse: granted, grace: { lastGrantedMs: 12_000, endedByMs: null } }, 'not-applicable'],
  ['that was answered with 5xx', { reuse: refusedWith(500) }, 'inconclusive'],
  ['that is not rotated', { successor: 'none' }, 'not-applicable'],
  ['that is not there', { issued: false, successor: 'none' }, 'not-applicable'],
] as const)('a used token %s', (_what, over, outcome) => expect(check(over).outcome).toBe(outcome));

test.each([
  [10_000, 'low'],
  [10_001, 'medium'],
])('a window of %d ms has the severity %s', (lastGrantedMs, severity) =>
  expect(check(until(lastGrantedMs))).toMatchObject({ severity }),
);
