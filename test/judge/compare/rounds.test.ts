import { expect, test } from 'vitest';
import { judgeRounds } from '../../../src/judge/compare/rounds.ts';
import type { Change } from '../../../src/model/comparison.ts';
import { roundsOf, type Shape } from './literals.ts';

function judged(shape: Shape): Change {
  const [typical] = judgeRounds([roundsOf(shape)]);
  if (typical === undefined) throw new Error('nothing was judged');
  return typical;
}

test.each([
  ['nothing changed', { from: 30, to: 30, noise: 0.03 }, 'same'],
  ['a fifth slower', { from: 30, to: 36, noise: 0.03 }, 'regressed'],
  ['a fifth faster', { from: 36, to: 30, noise: 0.03 }, 'improved'],
  ['less than 5 % slower is no change', { from: 30, to: 31.2, noise: 0.01 }, 'same'],
  ['just above 5 %, with little noise', { from: 30, to: 31.8, noise: 0.001 }, 'regressed'],
  ['a tenth slower, among noise of a half', { from: 30, to: 33, noise: 0.5 }, 'inconclusive'],
  ['half as long again, but within a millisecond', { from: 1, to: 1.5, noise: 0.01 }, 'same'],
  ['three times as long, and beyond a millisecond', { from: 1, to: 3, noise: 0.01 }, 'regressed'],
  ['a tenth slower, with 30 % noise of A against itself', { from: 30, to: 33, floor: 0.3 }, 'inconclusive'],
  ['a tenth slower, and the control as well', { from: 30, to: 33, control: [20, 22] }, 'unproven'],
  ['nothing changed but the control', { from: 30, to: 30, control: [20, 22] }, 'unproven'],
  ['a control that changed by less than 0.1 ms', { from: 30, to: 33, control: [1, 1.09] }, 'regressed'],
  ['seven pairs', { from: 30, to: 60, pairs: 7 }, 'inconclusive'],
  ['eight pairs', { from: 30, to: 60, pairs: 8 }, 'regressed'],
  ['a B that answers wrongly', { from: 30, to: 3, overB: { errors: 2 } }, 'regressed'],
  ['a B with one wrong answer in a hundred', { from: 30, to: 30, overB: { n: 99, errors: 1 } }, 'same'],
  ['an A that answers wrongly', { from: 30, to: 60, over: { errors: 2 } }, 'inconclusive'],
  ['blocks without an answer', { from: 30, to: 60, over: { n: 0 } }, 'inconclusive'],
  ['no change, with a busy generator', { from: 30, to: 30, over: { valid: false } }, 'inconclusive'],
  [
    'slower, by a generator that was busy: it can hide a change, but not make one',
    { from: 30, to: 36, over: { valid: false } },
    'regressed',
  ],
] as const)('%s', (_what, shape, verdict) => expect(judged(shape)).toMatchObject({ verdict }));

test('a change has its estimate, its interval, its margin and the noise of each server against itself', () => {
  const change = judged({ from: 24, to: 27.6, noise: 0.05, floor: 0.02 });
  expect(change.change).toBeCloseTo(0.15, 2);
  expect(change.interval?.[0]).toBeGreaterThan(0.1);
  expect(change.interval?.[1]).toBeLessThan(0.2);
  // Six times ±2 %, at twenty pairs: 2 % / √20.
  expect(change.floor).toBeCloseTo(0.02 / Math.sqrt(20), 3);
  expect(change.margin).toBe(0.05);
  expect(judged({ from: 24, to: 27.6, floor: 0.2 }).margin).toBeCloseTo(2 * Math.expm1(0.2 / Math.sqrt(20)), 6);
  expect(judged({ from: 4, to: 4 }).margin).toBe(0.25);
});

test('the same blocks give the same verdict, to the last digit', () =>
  expect(judged({ from: 24, to: 27, noise: 0.1 })).toEqual(judged({ from: 24, to: 27, noise: 0.1 })));

test('an incomplete measurement is named in the reason', () =>
  expect(judged({ from: 30, to: 30, pairs: 12 }).because).toBe('within 5 %; 12 pairs of blocks, of 20 planned'));

test('a change that is significant in one test may not be among many', () => {
  // Just above the margin: significant as one test of two, but not of eighty-two.
  const border = (noise: number): Shape => ({ from: 30, to: 32.6, noise });
  const alone = judgeRounds([roundsOf(border(0.1))]).map(({ verdict }) => verdict);
  const many = judgeRounds([
    roundsOf(border(0.1)),
    ...Array.from({ length: 40 }, () => roundsOf({ from: 30, to: 30, noise: 0.03 })),
  ]).map(({ verdict }) => verdict);
  expect(alone[0]).toBe('regressed');
  expect(many[0]).toBe('inconclusive');
});
