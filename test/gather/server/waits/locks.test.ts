import { expect, test } from 'vitest';
import { parseLocks } from '../../../../src/gather/server/waits/locks.ts';

const held = { pid: 11, inode: '42', waiting: [] };

test.each([
  ['a lock of a whole file', '1: FLOCK  ADVISORY  WRITE 11 fe:00:42 0 EOF', { ...held, kind: 'other' }],
  [
    'a pending lock of SQLite',
    '1: POSIX  ADVISORY  WRITE 11 fe:00:42 1073741824 1073741825',
    { ...held, kind: 'sqlite' },
  ],
  ['a writer of SQLite in WAL mode', '1: POSIX  ADVISORY  WRITE 11 fe:00:42 120 120', { ...held, kind: 'sqlite' }],
  ['a reader of SQLite', '1: POSIX  ADVISORY  READ 11 fe:00:42 1073741826 1073742335', { ...held, kind: 'other' }],
])('%s', (_what, line, lock) => expect(parseLocks(`${line}\n`)).toEqual([lock]));

test('those who wait for a lock stand with it', () =>
  expect(
    parseLocks(
      [
        '1: FLOCK  ADVISORY  WRITE 11 fe:00:42 0 EOF',
        '1: -> FLOCK  ADVISORY  WRITE 12 fe:00:42 0 EOF',
        '1: -> FLOCK  ADVISORY  READ 13 fe:00:42 0 EOF',
        '2: FLOCK  ADVISORY  WRITE 14 fe:00:43 0 EOF',
      ].join('\n'),
    ),
  ).toEqual([
    { ...held, kind: 'other', waiting: [12, 13] },
    { pid: 14, inode: '43', kind: 'other', waiting: [] },
  ]));

test('other text is no lock', () => expect(parseLocks('\nPermission denied\n')).toEqual([]));
