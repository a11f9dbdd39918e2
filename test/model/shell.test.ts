import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { quotedFor } from '../../src/model/shell.ts';

const words = [
  'load',
  'http://localhost:8000/api?a=1&b=2',
  'refresh p95 < 30ms',
  "it's",
  'reports/2026-01-31-run/run.json',
  '',
  '*:8000',
  '[::]:8000',
  '--target=api p95 > 1ms | x; y',
  'refresh,api',
  '@x #y {z}',
];

test('a POSIX shell parses a quoted word back to the original', () => {
  const hard = [...words, '$HOME `id` "x" \\ !', "a'b'c", '~', 'a\nb'];
  const line = hard.map((word) => quotedFor(word, 'linux')).join(' ');
  const script = `for word in ${line}; do printf '%s\\0' "$word"; done`;
  expect(spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).stdout.split('\0').slice(0, -1)).toEqual(hard);
});

test.each([
  ['load', 'load'],
  ['http://localhost:8000/', 'http://localhost:8000/'],
  ['C:\\runs\\run.json', 'C:\\runs\\run.json'],
  ['--target', '--target'],
  ['refresh p95 < 30ms', '"refresh p95 < 30ms"'],
  ['http://localhost:8000/?a=1&b=2', '"http://localhost:8000/?a=1&b=2"'],
  // PowerShell reads a list and would pass two words.
  ['refresh,api', '"refresh,api"'],
  ["it's", '"it\'s"'],
  ['@x', '"@x"'],
  ['#x', '"#x"'],
  ['{x}', '"{x}"'],
  ['', '""'],
  // A backslash before the closing quote would quote it (CommandLineToArgvW).
  ['C:\\my runs\\', '"C:\\my runs\\\\"'],
  ['say "hi"', '"say \\"hi\\""'],
])('for cmd and PowerShell, %s is written as %s', (word, text) => expect(quotedFor(word, 'win32')).toBe(text));

/** The rules by which a C program on Windows splits its command line (CommandLineToArgvW), for one quoted word. */
function readByWindows(text: string): string {
  if (!text.startsWith('"')) return text;
  return text
    .slice(1, -1)
    .replace(/(\\+)("|$)/g, (_all, slashes: string, quote: string) =>
      quote === '' ? slashes.slice(0, slashes.length / 2) : slashes.slice(0, (slashes.length - 1) / 2) + quote,
    );
}

test.each(words.concat('C:\\my runs\\', 'say "hi"', 'a\\"b c', 'ends with \\\\'))(
  'Windows parses the quoted word %s back to the original',
  (word) => expect(readByWindows(quotedFor(word, 'win32'))).toBe(word),
);
