import { expect, test } from 'vitest';
import { block, code, table, text } from '../../src/render/markdown/escape.ts';

test.each([
  ['a heading', '# not a heading', /^\\#/],
  ['a list', '- not a list', /^\\-/],
  ['another list', '+ not a list', /^\\\+/],
])('a text that begins like %s does not begin one', (_what, value, start) => expect(text(value)).toMatch(start));

test.each([
  ['a newline', 'a\nb'],
  ['an empty line, which would end the paragraph', 'a\n\n\nb'],
  ['a carriage return', 'a\r\nb'],
])('%s becomes one space', (_what, value) => {
  expect(text(value)).toBe('a b');
  expect(code(value)).toBe('`a b`');
});

test.each([
  ['plain', 'npm start', '`npm start`'],
  ['one backtick', 'a`b', '`` a`b ``'],
  ['two backticks', 'a``b', '``` a``b ```'],
  ['backticks at both ends', '`a`', '`` `a` ``'],
  ['runs of different lengths', 'a`b```c', '```` a`b```c ````'],
  ['a tag, which code does not read', '<script>', '`<script>`'],
  ['a pipe', 'a|b', '`a|b`'],
])('a code span of %s', (_what, value, span) => expect(code(value)).toBe(span));

test('a pipe in the code of a table cell is escaped, since it would end the cell', () =>
  expect(table(['a'], ['left'], [[code('a|b')]]).split('\n')[2]).toBe('| `a\\|b` |'));

test.each([
  ['plain', 'npm start', '```\nnpm start\n```'],
  ['two backticks', '``', '```\n``\n```'],
  ['three backticks', '```', '````\n```\n````'],
  ['a fence and a heading', 'a\n```\n# b', '````\na\n```\n# b\n````'],
])('a block of %s', (_what, value, fenced) => expect(block(value)).toBe(fenced));

test('a table has a head, a rule that aligns, and a line a row', () =>
  expect(table(['a', 'b'], ['left', 'right'], [['1', '2']]).split('\n')).toEqual([
    '| a | b |',
    '| :--- | ---: |',
    '| 1 | 2 |',
  ]));

test('a cell of hostile text stays one cell', () => {
  const row = table(['a'], ['left'], [[text('x | y')]]).split('\n')[2] ?? '';
  expect(row.match(/(?<!\\)\|/g)).toHaveLength(2);
});
