import { expect, test } from 'vitest';
import { readPresented, unclearText } from '../../../src/audit/auth/refusal.ts';

test.each([
  [200, true, 'granted'],
  [500, true, 'granted'],
  [401, false, 'refused'],
  [200, false, 'refused'],
  [428, false, 'refused'],
  [429, false, 'unclear'],
  [499, false, 'refused'],
  [500, false, 'unclear'],
  [0, false, 'unclear'],
])('status %i, granted %s, proves: %s', (status, granted, reading) =>
  expect(readPresented({ status, granted })).toBe(reading),
);

test.each([
  [0, 'no answer came, which shows no refusal'],
  [503, 'the answer was 503, which shows no refusal'],
])('status %i has a reason for being unclear', (status, words) =>
  expect(unclearText({ status, granted: false })).toBe(words),
);
