import { expect, test } from 'vitest';
import { askedWaitMs, retryAfterMs } from '../../src/http/retry-after.ts';

const NOW_MS = Date.parse('2026-01-01T00:00:00Z');

test.each([
  ['seconds', '2', 2_000],
  ['seconds between blanks', ' 2 ', 2_000],
  ['zero', '0', 0],
  ['a day', '86400', 86_400_000],
  ['a date', 'Thu, 01 Jan 2026 00:00:05 GMT', 5_000],
  ['a date in the format of RFC 850', 'Thursday, 01-Jan-26 00:00:05 GMT', 5_000],
  ['a date in the format of asctime', 'Thu Jan  1 00:00:05 2026', 5_000],
  ['a date that is over', 'Wed, 31 Dec 2025 23:59:00 GMT', 0],
])('Retry-After with %s', (_what, text, ms) => expect(retryAfterMs(text, NOW_MS)).toBe(ms));

test.each(['', 'soon', 'later 5', '-5', '1.5', '1e9', '0x10', '5 s', '2026-01-01', 'Thu, 99 Jan 2026 99:00:05 GMT'])(
  'Retry-After with "%s" is invalid',
  (text) => expect(retryAfterMs(text, NOW_MS)).toBeNull(),
);

test('an absent Retry-After gives null', () => expect(retryAfterMs(undefined, NOW_MS)).toBeNull());

test.each(['9'.repeat(20), '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT'])(
  'Retry-After with %s is a finite number of ms',
  (text) => {
    const ms = retryAfterMs(text, NOW_MS) ?? 0;
    expect(Number.isSafeInteger(ms)).toBe(true);
    expect(ms).toBeGreaterThan(86_400_000);
  },
);

test.each([
  ['Retry-After', { 'retry-after': '2' }, 2_000],
  ['X-Retry-After alone', { 'x-retry-after': '10' }, 10_000],
  ['both, of which the standard one is taken', { 'retry-after': '2', 'x-retry-after': '10' }, 2_000],
  ['an invalid Retry-After beside X-Retry-After', { 'retry-after': 'soon', 'x-retry-after': '10' }, 10_000],
  ['neither', { 'content-type': 'text/plain' }, null],
])('the wait of a response with %s', (_what, headers, ms) => expect(askedWaitMs(headers, NOW_MS)).toBe(ms));
