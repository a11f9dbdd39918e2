import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keysIn } from '../../src/reference/tokens/key-file.ts';
import { withFolder } from '../cli/whyslow.ts';

test('a server that starts while another one writes the keys waits for them', () =>
  withFolder(async (folder) => {
    const [written, path] = [join(folder, 'written'), join(folder, 'keys')];
    const keys = await keysIn(written, undefined);
    await writeFile(path, '');
    const read = keysIn(path, undefined);
    await writeFile(path, await readFile(written));
    expect(await read).toEqual(keys);
  }));

test('an empty file that stays empty is refused', () =>
  withFolder(async (folder) => {
    await writeFile(join(folder, 'keys'), '');
    await expect(keysIn(join(folder, 'keys'), undefined)).rejects.toThrow('does not hold signing keys');
  }));
