import { expect, test } from 'vitest';
import { userEnumerationByTiming } from '../../../src/audit/auth/user-enumeration-by-timing.ts';
import { at } from '../literals.ts';
import { guessed, thenAnswered } from './failed-logins.ts';

test.each([
  ['the same time', guessed(20), 'pass'],
  ['a known name takes 60 ms longer', guessed(20, { knownMs: 60, unknownMs: 0 }), 'fail'],
  ['an unknown name takes 60 ms longer', guessed(20, { knownMs: 0, unknownMs: 60 }), 'fail'],
  ['a known name takes 3 ms longer', guessed(20, { knownMs: 53 }), 'pass'],
  ['a known name takes 5 ms longer, on the limit', guessed(20, { knownMs: 54.75 }), 'inconclusive'],
  ['9 pairs, the first of which warms up', guessed(9), 'pass'],
  ['8 pairs, the first of which warms up', guessed(8), 'inconclusive'],
  ['a throttle after 4 pairs', thenAnswered(guessed(4, { knownMs: 90 }), 429), 'inconclusive'],
])('%s', (_what, logins, outcome) =>
  expect(userEnumerationByTiming.check({ 'failed-logins': logins }, at()).outcome).toBe(outcome),
);

test.each([
  ['an account', 60, 0, /login of an account takes longer .* by [56]\d\.\d to [56]\d\.\d ms/],
  ['an unknown name', 0, 60, /login of an unknown name takes longer .* by [56]\d\.\d to [56]\d\.\d ms/],
])('the summary names the slower one, with a time above zero: %s', (_what, knownMs, unknownMs, summary) =>
  expect(userEnumerationByTiming.check({ 'failed-logins': guessed(20, { knownMs, unknownMs }) }, at())).toMatchObject({
    summary: expect.stringMatching(summary),
  }),
);

/** In so many of the pairs after the first the known name takes 60 ms longer, and in the others 3 ms less. */
const mixed = (longer: number, pairs = 19) => {
  const { attempts, ...rest } = guessed(pairs + 1);
  const changed = attempts.map((each, index) => {
    const isLonger = Math.floor(index / 2) <= longer;
    return each.who === 'known' ? { ...each, tookMs: each.tookMs + (isLonger ? 60 : -3) } : each;
  });
  return { ...rest, attempts: changed };
};

test.each([
  [19, 19, 'fail'],
  [16, 19, 'fail'],
  [15, 19, 'inconclusive'],
  [10, 19, 'inconclusive'],
  [9, 9, 'fail'],
  [8, 9, 'inconclusive'],
  // Two of 256 verifications of a sound server give this by chance, one in either direction.
  [8, 8, 'inconclusive'],
])('an account is told by its time only where nearly all pairs agree: %i of %i', (longer, pairs, outcome) =>
  expect(userEnumerationByTiming.check({ 'failed-logins': mixed(longer, pairs) }, at()).outcome).toBe(outcome),
);
