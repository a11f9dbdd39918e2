import { expect, test } from 'vitest';
import { parseServerTiming } from '../../src/load/server-timing.ts';

test.each([
  ['nothing', '', []],
  ['one metric', 'db;dur=8.2', [['db', 8.2]]],
  [
    'several',
    'db;dur=8.2, sign;dur=0.4',
    [
      ['db', 8.2],
      ['sign', 0.4],
    ],
  ],
  ['a description before the duration', 'db;desc="two queries";dur=8', [['db', 8]]],
  ['a description behind it', 'db;dur=8;desc="two queries"', [['db', 8]]],
  [
    'white space wherever it may be',
    '  db ; dur = 8 ,sign;dur=1',
    [
      ['db', 8],
      ['sign', 1],
    ],
  ],
  ['a duration in quotes', 'db;dur="8.5"', [['db', 8.5]]],
  ['a parameter in capitals', 'db;DUR=8', [['db', 8]]],
  [
    'a name that comes twice, which counts twice',
    'db;dur=1, db;dur=2',
    [
      ['db', 1],
      ['db', 2],
    ],
  ],
  ['a metric without a duration', 'cache;desc="hit", db;dur=1', [['db', 1]]],
  ['a duration of 0', 'db;dur=0', [['db', 0]]],
  ['a duration that looks alike', 'db;duration=8', []],
])('%s is read', (_what, header, metrics) => expect(parseServerTiming(header)).toEqual(metrics));

test.each([
  ['a negative duration', 'db;dur=-1'],
  ['no number', 'db;dur=fast'],
  ['infinity', 'db;dur=Infinity'],
  ['an exponent', 'db;dur=1e9'],
  ['ten digits, which are eleven days', 'db;dur=1234567890'],
  ['a script', '<script>alert(1)</script>;dur=1'],
  ['an escape sequence', '\u001b[31mdb;dur=1'],
  ['a name with a space', 'd b;dur=1'],
  ['no name', ';dur=1'],
  ['a name longer than forty characters', `${'x'.repeat(41)};dur=1`],
  ['commas alone', ',,,,,'],
  ['a megabyte of one letter', 'x'.repeat(1_000_000)],
  ['a megabyte of semicolons', `db${';'.repeat(1_000_000)}`],
])('%s is dropped', (_what, header) => expect(parseServerTiming(header)).toEqual([]));

test('a name of forty characters is kept', () =>
  expect(parseServerTiming(`${'x'.repeat(40)};dur=1`)).toEqual([['x'.repeat(40), 1]]));

test('at most sixteen metrics are kept', () => {
  const header = Array.from({ length: 500 }, (_, index) => `m${index};dur=1`).join(',');
  expect(parseServerTiming(header).map(([name]) => name)).toEqual(
    Array.from({ length: 16 }, (_, index) => `m${index}`),
  );
});

test('a metric may have the name of a property of Object.prototype', () =>
  expect(parseServerTiming('__proto__;dur=1, constructor;dur=2')).toEqual([
    ['__proto__', 1],
    ['constructor', 2],
  ]));
