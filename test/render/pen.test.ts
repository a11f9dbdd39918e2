import { expect, test } from 'vitest';
import { penFor } from '../../src/render/terminal/pen.ts';

const wrap = (text: string, width: number, indent: number): readonly string[] =>
  penFor({ colour: false, unicode: true, width }).wrap(text, indent).split('\n');

test.each([
  ['a line that fits exactly', 'aaaa bbbb cccc dddd eeee ffff', 31, 2, ['  aaaa bbbb cccc dddd eeee ffff']],
  ['one column less', 'aaaa bbbb cccc dddd eeee ffff', 30, 2, ['  aaaa bbbb cccc dddd eeee', '  ffff']],
  [
    'a word that is longer than the line stands alone',
    `a ${'x'.repeat(40)} b`,
    22,
    2,
    ['  a', `  ${'x'.repeat(40)}`, '  b'],
  ],
  ['nothing', '', 60, 2, ['  ']],
  ['white space of any kind', 'a\n\t b', 60, 0, ['a b']],
])('wrapping %s', (_what, text, width, indent, lines) => expect(wrap(text, width, indent)).toEqual(lines));

test.each([
  ['with colour there are escapes', true, true],
  ['without there is none', false, false],
])('%s', (_promise, colour, escapes) =>
  expect(penFor({ colour, unicode: true, width: 80 }).ink.red('x') !== 'x').toBe(escapes),
);
