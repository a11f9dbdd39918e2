import { expect, test } from 'vitest';
import { userEnumerationByMessage } from '../../../src/audit/auth/user-enumeration-by-message.ts';
import { at } from '../literals.ts';
import { guessed, thenAnswered } from './failed-logins.ts';

test.each([
  ['the same answer', guessed(1), 'pass'],
  ['another text', { ...guessed(1), differences: ['body'] as const }, 'fail'],
  ['another status', { ...guessed(1), differences: ['status'] as const }, 'fail'],
  ['an answer that did not come', { ...guessed(1), differences: null }, 'inconclusive'],
  [
    'a throttled login',
    { ...thenAnswered(thenAnswered(guessed(0), 429), 401), differences: ['status'] as const },
    'inconclusive',
  ],
  ['no login', guessed(0), 'inconclusive'],
])('%s', (_what, logins, outcome) =>
  expect(userEnumerationByMessage.check({ 'failed-logins': logins }, at()).outcome).toBe(outcome),
);
