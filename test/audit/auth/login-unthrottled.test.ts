import { expect, test } from 'vitest';
import { loginUnthrottled } from '../../../src/audit/auth/login-unthrottled.ts';
import { at } from '../literals.ts';
import { guessed, thenAnswered } from './failed-logins.ts';

const locked = { afterwards: { status: 401, granted: false } };

test.each([
  ['100 failures without a limit', guessed(100), 'fail'],
  ['99 failures, since the time was over', guessed(99), 'inconclusive'],
  ['429 after ten', thenAnswered(guessed(10), 429), 'pass'],
  ['423 after ten', thenAnswered(guessed(10), 423), 'pass'],
  ['a locked account', { ...guessed(100), ...locked }, 'pass'],
  ['delays that grow to 1.1 s', guessed(100, { laterMs: 1_100 }), 'pass'],
  ['delays that grow to 0.9 s', guessed(100, { laterMs: 900 }), 'fail'],
  ['slow logins from the start', guessed(100, { knownMs: 1_100 }), 'fail'],
  ['500 at the end', thenAnswered(guessed(100), 500), 'inconclusive'],
  ['no answer at the end', thenAnswered(guessed(100), 0), 'inconclusive'],
])('%s', (_what, logins, outcome) =>
  expect(loginUnthrottled.check({ 'failed-logins': logins }, at()).outcome).toBe(outcome),
);
