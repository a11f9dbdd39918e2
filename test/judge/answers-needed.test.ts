import { expect, test } from 'vitest';
import { answersNeeded } from '../../src/judge/answers-needed.ts';

test.each([
  // Half the width takes four times as many: 300 more.
  ['an interval end at twice the distance of the limit', { n: 100, actual: 29, interval: [27, 31], limit: 30 }, 300],
  ['the lower end, where the value is above the limit', { n: 100, actual: 31, interval: [28, 33], limit: 30 }, 800],
  ['a limit that is the value itself', { n: 100, actual: 30, interval: [29, 31], limit: 30 }, 9_900],
  ['a number rounded to its first digits', { n: 300, actual: 29, interval: [27, 30.5], limit: 30 }, 380],
] as const)('%s', (_what, known, more) => expect(answersNeeded(known)).toBe(more));
