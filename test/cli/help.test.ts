import { expect, test } from 'vitest';
import { commandNames, helpOf } from '../golden/help-texts.ts';

/** A term and a path that have no blank where a line could end. */
const UNBROKEN = /whyslow\.fish$|^ {2}-[\w-]+.*>$/;

test.each(['', ...commandNames])('the help of "whyslow %s" fits 60, 80 and 120 columns', (name) => {
  const wide = [60, 80, 120].flatMap((width) =>
    helpOf(name, width)
      .split('\n')
      .filter((line) => line.length > width && !UNBROKEN.test(line)),
  );
  expect(wide).toEqual([]);
});

test('a command that continues on the next line can be copied', () => {
  const lines = helpOf('export', 60).split('\n');
  const first = lines.findIndex((line) => line.includes('3000/api/items --rate'));
  expect(lines.slice(first, first + 2)).toEqual([
    '  whyslow export artillery 3000/api/items --rate 50/s \\',
    '    --duration 1m --target "p95 < 80ms"',
  ]);
});
