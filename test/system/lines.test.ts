import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { linesOf } from '../../src/system/lines.ts';
import { withFolder } from '../cli/whyslow.ts';

const linesIn = (bytes: Uint8Array | string): Promise<readonly string[]> =>
  withFolder(async (folder) => {
    const path = join(folder, 'lines');
    await writeFile(path, bytes);
    const found: string[] = [];
    for await (const lines of linesOf(path)) found.push(...lines);
    return found;
  });

const many = Array.from({ length: 20_000 }, (_, n) => `line ${n} with an ä`);

test.each([
  ['UTF-8', Buffer.from('ä\nb\n'), ['ä', 'b']],
  ['UTF-8 with a byte order mark', Buffer.from('\u{FEFF}ä\nb\n'), ['ä', 'b']],
  ['UTF-16 of PowerShell', Buffer.from('\u{FEFF}ä\r\nb\r\n', 'utf16le'), ['ä', 'b']],
  ['gzip', gzipSync('ä\nb\n'), ['ä', 'b']],
  ['an end without a line feed', Buffer.from('a\nb'), ['a', 'b']],
  ['nothing', Buffer.from(''), []],
  ['more than one read', Buffer.from(many.join('\n')), many],
])('the lines of %s', async (_what, bytes, lines) => expect(await linesIn(bytes)).toEqual(lines));

test('gzip that was cut off gives the lines before its end', async () => {
  const whole = gzipSync(many.join('\n'));
  const found = await linesIn(whole.subarray(0, whole.length / 2));
  expect(found.length).toBeGreaterThan(100);
  expect(found.slice(0, -1)).toEqual(many.slice(0, found.length - 1));
});

test('a text without line feeds does not fill the memory', async () => {
  const [line = '', ...others] = await linesIn('x'.repeat(5_000_000));
  expect({ others, isBounded: line.length < 2_000_000 }).toEqual({ others: [], isBounded: true });
});

test('a missing file is an error with its code', () =>
  expect(linesOf('/missing/file').next()).rejects.toThrow('ENOENT'));
