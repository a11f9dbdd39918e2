import { expect, test } from 'vitest';
import { downsampled } from '../../src/render/course.ts';
import { bar, gauge, scale, span, sparkline } from '../../src/render/terminal/bars.ts';

test.each([
  ['nothing', 0, true, ''],
  ['less than an eighth of a cell shows as one', 0.001, true, '▏'],
  ['a half', 0.5, true, '██'],
  ['a half and an eighth of a cell', 0.53125, true, '██▏'],
  ['all', 1, true, '████'],
  ['more than all is all', 7, true, '████'],
  ['less than nothing is nothing', -1, true, ''],
  ['nothing in ASCII', 0, false, ''],
  ['little in ASCII', 0.001, false, '#'],
  ['all in ASCII', 1, false, '####'],
])('a bar of %s', (_what, share, unicode, drawn) => expect(bar(share, 4, unicode)).toBe(drawn));

test.each([
  ['from the start', 0, 0.5, '████'],
  ['from the middle', 0.5, 1, '    ████'],
  ['too short to see', 0.99, 0.991, '       ▏'],
  ['beyond the end', 1.5, 2, '       █'],
])('a span %s', (_what, from, to, drawn) => expect(span(from, to, 8, true)).toBe(drawn));

test.each([
  ['half of the limit', 15, 30, '███▍   ┃'],
  ['on the limit', 30, 30, '██████▋┃'],
  ['above it, the limit stands in the bar', 45, 30, '███████┃██'],
  ['far above it, the bar is the scale', 300, 30, '█┃████████'],
])('a gauge %s', (_what, value, limit, drawn) => expect(gauge(value, limit, 10, true)).toBe(drawn));

test.each([
  ['flat', [2, 2, 2], '███'],
  ['doubled', [1, 2], '▅█'],
  ['with a missing answer', [1, null, 1], '█×█'],
  ['of nothing', [0, 0], '▁▁'],
  ['empty', [], ''],
])('a line that is %s', (_what, values, drawn) => expect(sparkline(values, true)).toBe(drawn));

test.each([
  ['few values stay', [1, 2], 4, [1, 2]],
  ['many share a place, and the largest is shown', [1, 9, 2, 3, 8, 1], 3, [9, 3, 8]],
  ['a missing answer takes precedence', [1, null, 2, 3], 2, [null, 3]],
])('%s', (_promise, values, room, expected) => expect(downsampled(values, room)).toEqual(expected));

test('the head of a column of bars fills it', () => expect(scale(2_040, 12)).toBe('0     2.04 s'));
