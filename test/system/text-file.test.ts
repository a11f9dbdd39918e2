import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeText, readText } from '../../src/system/text-file.ts';
import { withFolder } from '../cli/whyslow.ts';
import { encodings } from './encodings.ts';

test.each(encodings)('%s is decoded', async (_name, encode) =>
  withFolder(async (folder) => {
    await writeFile(join(folder, 'text'), encode('grün ☃\r\nzwei'));
    expect(await readText(join(folder, 'text'))).toBe('grün ☃\r\nzwei');
  }),
);

test.each([
  ['nothing', [], ''],
  ['a BOM alone', [0xef, 0xbb, 0xbf], ''],
  ['an odd byte at the end of UTF-16LE', [0xff, 0xfe, 0x61, 0, 0x62], 'a'],
  ['an odd byte at the end of UTF-16BE', [0xfe, 0xff, 0, 0x61, 0x62], 'a'],
])('%s does not throw', (_what, bytes, text) => expect(decodeText(Buffer.from(bytes))).toBe(text));
